"""The page that shows every component in its states; its address exists in development only."""

from datetime import date
from types import SimpleNamespace

from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _
from wagtail.images import get_image_model

from pages.languages import LanguageLink, direction_of, native_name


class SampleForm(forms.Form):
    """One field of each kind that form_field knows."""

    name = forms.CharField(
        label=_("Vor- und Nachname"), widget=forms.TextInput(attrs={"autocomplete": "name"}), max_length=80
    )
    email = forms.EmailField(
        label=_("E-Mail-Adresse"),
        help_text=_("An diese Adresse schicken wir die Bestätigung."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    phone = forms.CharField(
        label=_("Telefon"),
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )
    day = forms.DateField(label=_("Wunschtag"), widget=forms.DateInput(attrs={"type": "date"}))
    seats = forms.IntegerField(label=_("Anzahl der Plätze"), min_value=1, max_value=5)
    municipality = forms.ChoiceField(
        label=_("Gemeinde"), choices=[("", _("Bitte wählen")), ("a", "Ahlsdorf"), ("b", "Birkenfurt")]
    )
    contact = forms.ChoiceField(
        label=_("Wie sollen wir antworten?"),
        choices=[("mail", _("per E-Mail")), ("phone", _("am Telefon")), ("letter", _("mit einem Brief"))],
        widget=forms.RadioSelect,
    )
    topics = forms.MultipleChoiceField(
        label=_("Was interessiert Sie?"),
        help_text=_("Mehreres ist möglich."),
        choices=[("web", _("Internetseite")), ("law", _("Satzung und Recht")), ("cash", _("Kasse"))],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    message = forms.CharField(label=_("Ihre Nachricht"), widget=forms.Textarea(attrs={"rows": 4}), required=False)
    consent = forms.BooleanField(
        label=_("Ich habe die Hinweise zum Datenschutz gelesen."),
        help_text=_("Wir löschen Ihre Angaben vier Wochen nach dem Termin."),
    )


def sample_cards(image) -> list[dict]:
    place = {"icon": "place", "text": "Bürgerhaus Birkenfurt", "label": _("Ort")}
    clock = {"icon": "clock", "text": "Samstag, 14. November, 10 bis 16 Uhr", "label": _("Zeit")}
    return [
        {
            "title": "Die Vereinskasse sicher führen",
            "url": "#karten",
            "kicker": "Werkstatt",
            "text": "Belege, Kassenbuch und Kassenprüfung: an einem Tag von der leeren Mappe zum Jahresabschluss.",
            "date": date(2026, 11, 14),
            "meta": [place, clock, {"icon": "people", "text": "5 Plätze frei", "label": _("Plätze")}],
            "badge": "5 Plätze frei",
            "badge_kind": "success",
            "image": image,
            "image_alt": "",
        },
        {
            "title": "Datenschutzgrundverordnung im Mitgliederverwaltungsprogramm",
            "url": "#karten",
            "kicker": "Qualifizierung",
            "text": "Was ein Verein speichern darf und wie lange.",
            "date": date(2026, 12, 1),
            "meta": [place, {"icon": "euro", "text": "kostenfrei"}, {"icon": "bus", "text": "Buslinie 12"}],
            "badge": "ausgebucht",
            "badge_kind": "warning",
        },
        {"title": "Neue Sprechzeiten im Herbst", "url": "#karten", "kicker": "Meldung vom 2. November"},
    ]


def sample_options(chosen: list[str]) -> list[dict]:
    options = [
        {"value": "kurs", "label": "Kurs", "count": 12},
        {"value": "werkstatt", "label": "Werkstatt", "count": 5},
        {"value": "supervision", "label": "Supervision und kollegiale Beratung", "count": 0},
    ]
    return [option | {"selected": option["value"] in chosen} for option in options]


def components(request: HttpRequest) -> HttpResponse:
    """Show every component with sample values; a picture only if the CMS holds one."""
    image = get_image_model().objects.order_by("pk").first()
    returned = SampleForm({"email": "keine Adresse", "seats": "9", "message": "Bleibt stehen.", "contact": ""})
    returned.add_error(None, _("Das Formular war zu schnell ausgefüllt. Bitte senden Sie es noch einmal."))
    empty = SampleForm(prefix="leer")
    options = sample_options(request.GET.getlist("format") or ["kurs"])
    context = {
        "image": image,
        "cards": sample_cards(image),
        "options": options,
        "option_links": [option | {"url": f"?format={option['value']}"} for option in options],
        "chips": [{"label": option["label"], "remove_url": "?"} for option in options if option["selected"]],
        "returned": returned,
        "form": empty,
        "form_fields": [empty["name"], empty["email"]],
        "page_obj": Paginator(range(200), 10).page(4),
        "languages": [
            LanguageLink(code, native_name(code), direction_of(code), "#", code == "de", True)
            for code, _label in settings.LANGUAGES
        ],
        "way": [SimpleNamespace(title=title, url="#") for title in ("Startseite", "Kurse", "Die Vereinskasse führen")],
        "menu": [SimpleNamespace(title="Kurse", url="#karten", is_current=True, children=[])],
        "facts": [
            {"term": "Termin", "text": "Samstag, 14. November 2026\n10 bis 16 Uhr"},
            {"term": "Ort", "text": "Bürgerhaus Birkenfurt", "url": "#karten"},
            {"term": "Kosten", "text": "kostenfrei"},
        ],
        "questions": [
            {"title": "Wer haftet, wenn beim Fest etwas passiert?", "body": "Zuerst der Verein.", "open": True},
            {
                "title": "Wie hoch ist die Ehrenamtspauschale?",
                "body": mark_safe("<p>Der Betrag steht in <strong>§ 3 Nr. 26a EStG</strong>.</p>"),  # noqa: S308 # nosec B308 # written here
            },
        ],
        "table_headers": ["Beratungsort", "Tag", "Uhrzeit", "Barrierefrei"],
        "table_rows": [
            ["Kreishaus Ahlsdorf", "Dienstag", "14 bis 17 Uhr", "ja"],
            ["Bürgerhaus Birkenfurt", "Donnerstag", "9 bis 12 Uhr", "unbekannt"],
        ],
        "steps": [
            {"label": "Termin wählen", "state": "done"},
            {"label": "Angaben", "state": "current"},
            {"label": "Bestätigen", "state": "todo"},
        ],
        "address": "Am Markt 1\n00000 Musterstadt",
        "day": date(2026, 11, 14),
        "documents": [
            SimpleNamespace(title="Mustersatzung", url="#karten", file_extension="docx", file_size=48_000),
            SimpleNamespace(title="Merkblatt zur Kassenprüfung", url="#karten", file_extension="pdf", file_size=96_000),
        ],
    }
    return render(request, "pages/components.html", context)
