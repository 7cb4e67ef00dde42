"""Editors take up what visitors searched for: as the draft of a question, or as a variant of one that is there."""

from collections.abc import Sequence

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods
from wagtail.models import Page, Site

from pages.forms import CleanFormMixin
from suche.analysis.texts import clean
from wissen.models import QuestionPage
from wissen.queries.drafts import draft_question, open_topics
from wissen.queries.variants import add_variant, likely_questions, open_questions

QUERY_LENGTH = 100


class TitleField(forms.ModelChoiceField):
    """A page by its title with its language: every language has a tree of its own."""

    def label_from_instance(self, obj):
        return f"{obj.title} ({obj.locale})"


def grouped(field: TitleField, likely: Sequence[QuestionPage]) -> list:
    """Return the choices of a field with what is most likely meant first, each question once."""
    first = {page.pk for page in likely}
    others = [(page.pk, field.label_from_instance(page)) for page in field.queryset if page.pk not in first]
    chosen = [(page.pk, field.label_from_instance(page)) for page in likely]
    return [("", field.empty_label), (_("Passt am ehesten"), chosen), (_("Alle anderen Fragen"), others)]


class DraftForm(CleanFormMixin, forms.Form):
    """The question as the page is to ask it, and where it belongs."""

    title = forms.CharField(
        label=gettext_lazy("Frage"),
        max_length=255,
        help_text=gettext_lazy("So, wie ein Mensch sie stellt. Was gesucht wurde, kommt zu „Andere fragen auch“."),
    )
    topic = TitleField(label=gettext_lazy("Thema"), queryset=None)

    def __init__(self, *args, topics, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["topic"].queryset = topics

    def clean(self):
        typed = super().clean()
        topic, title = typed.get("topic"), typed.get("title")
        if topic and title and QuestionPage.objects.child_of(topic).filter(title__iexact=title).exists():
            self.add_error("title", _("Diese Frage gibt es in diesem Thema schon."))
        return typed


class VariantForm(CleanFormMixin, forms.Form):
    """The words of a visitor, and the question they are another way to ask."""

    words = forms.CharField(
        label=gettext_lazy("So wird gefragt"),
        max_length=QUERY_LENGTH,
        help_text=gettext_lazy(
            "Steht danach auf der Seite bei „Andere fragen auch“. Schreibfehler können Sie verbessern."
        ),
    )
    question = TitleField(label=gettext_lazy("Frage, die das beantwortet"), queryset=None)

    def __init__(self, *args, questions, likely=(), **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["question"]
        field.queryset = questions
        if likely:
            field.choices = grouped(field, likely)
            field.initial = likely[0].pk
            field.help_text = _("Vorgewählt ist, was die Suche dazu am ehesten findet. Bitte prüfen Sie, ob es passt.")

    def clean_words(self):
        return " ".join(self.cleaned_data["words"].split())


@require_http_methods(["GET", "HEAD", "POST"])
def draft_page(request: HttpRequest) -> HttpResponse:
    """Ask where a question belongs (`frage` in the address), and make a draft of it."""
    topics = open_topics(request.user)
    if not topics.exists():
        raise PermissionDenied
    asked = searched(request)
    form = DraftForm(request.POST or None, topics=topics, initial={"title": capfirst(asked)})
    if request.method == "POST" and form.is_valid():
        title = form.cleaned_data["title"]
        page = draft_question(form.cleaned_data["topic"], title, asked or title, request.user)
        return go_on(request, page, _("Der Entwurf ist angelegt. Schreiben Sie jetzt die Antwort."))
    explanation = _("Es entsteht ein Entwurf. Öffentlich ist er erst, wenn Sie ihn beantworten und veröffentlichen.")
    return form_page(request, form, _("Als Frage aufnehmen"), explanation, _("Entwurf anlegen"))


@require_http_methods(["GET", "HEAD", "POST"])
def variant_page(request: HttpRequest) -> HttpResponse:
    """Ask which question is meant by what was searched for (`frage` in the address), and add it there."""
    questions = open_questions(request.user)
    if not questions.exists():
        raise PermissionDenied
    asked = searched(request)
    likely = likely_questions(asked, questions, Site.find_for_request(request))
    form = VariantForm(request.POST or None, questions=questions, likely=likely, initial={"words": asked})
    if request.method == "POST" and form.is_valid():
        page = form.cleaned_data["question"]
        if page.permissions_for_user(request.user).page_locked():
            form.add_error("question", _("Diese Seite ist gesperrt. Bitte lassen Sie zuerst die Sperre aufheben."))
        elif not add_variant(page, form.cleaned_data["words"], request.user):
            form.add_error("words", _("So fragt die Seite schon. Bitte wählen Sie eine andere, oder brechen Sie ab."))
        else:
            return go_on(
                request, page, _("Die Variante steht im Entwurf. Veröffentlichen Sie ihn, dann wird sie gefunden.")
            )
    explanation = _(
        "Die Worte kommen in den Entwurf dieser Frage. Öffentlich sind sie erst, wenn Sie ihn veröffentlichen."
    )
    return form_page(request, form, _("Als Variante aufnehmen"), explanation, _("In den Entwurf übernehmen"))


def searched(request: HttpRequest) -> str:
    return clean(request.GET.get("frage", ""), QUERY_LENGTH)


def go_on(request: HttpRequest, page: Page, message: str) -> HttpResponse:
    """Lead to the page in the CMS."""
    messages.success(request, message)
    return redirect("wagtailadmin_pages:edit", page.pk)


def form_page(request: HttpRequest, form: forms.Form, title: str, explanation: str, button: str) -> HttpResponse:
    context = {
        "header_title": title,
        "header_icon": "help",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Start")},
            {"url": "", "label": title},
        ],
        "form": form,
        "explanation": explanation,
        "button": button,
    }
    return TemplateResponse(request, "wissen/admin/draft.html", context)


def report_actions(request: HttpRequest) -> list[tuple[str, str, str]]:
    """Offer the report on searches to take up a query, in each way that the reader may."""
    ways = [
        (_("Als Frage aufnehmen"), "wissen_draft", open_topics(request.user)),
        (_("Als Variante aufnehmen"), "wissen_variant", open_questions(request.user)),
    ]
    return [(label, reverse(name), "frage") for label, name, places in ways if places.exists()]
