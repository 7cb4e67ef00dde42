"""Uploading judged queries: looked at first, with row and column of each fault, then taken in."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from suche.quality.judging import JudgedTable, UnusableFile, table_of, take_in, text_of

MAY_JUDGE = ("suche.add_judgedquery", "suche.change_judgedquery")
MOST_BYTES = 500_000


class UploadForm(forms.Form):
    """A file to look at, or the text of one that was looked at and shall be taken in."""

    file = forms.FileField(
        label=gettext_lazy("Datei (TSV)"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".tsv,.txt,text/tab-separated-values"}),
        help_text=gettext_lazy(
            "Text in UTF-8 mit Tabulatoren. Spalten: query, target (Kurzname der Seite), grade (1 bis 3), "
            "kind und, wenn es nicht Deutsch ist, language."
        ),
    )
    text = forms.CharField(required=False, strip=False, max_length=MOST_BYTES, widget=forms.HiddenInput())

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file and file.size > MOST_BYTES:
            raise forms.ValidationError(_("Die Datei ist zu groß. Bitte teilen Sie sie auf mehrere Dateien auf."))
        return file

    def clean(self):
        """Read the table of a file, or of the text: it is checked again, whatever a browser kept of it."""
        cleaned = super().clean()
        if self.errors:
            return cleaned
        file = cleaned["file"]
        if not file and not cleaned["text"]:
            self.add_error("file", _("Bitte wählen Sie eine Datei."))
            return cleaned
        try:
            text = text_of(file.read()) if file else cleaned["text"]
            return {**cleaned, "text": text, "table": table_of(text)}
        except UnusableFile as error:
            self.add_error("file", str(error))
            return cleaned


@require_http_methods(["GET", "HEAD", "POST"])
def upload_judged(request: HttpRequest) -> HttpResponse:
    """Show what a file would do, and do it once its button was pressed."""
    if not request.user.has_perms(MAY_JUDGE):
        raise PermissionDenied
    form = UploadForm(request.POST or None, request.FILES or None)
    table: JudgedTable | None = form.cleaned_data["table"] if form.is_bound and form.is_valid() else None
    if table and table.queries and not table.every_fault and "take_in" in request.POST:
        take_in(table, request.user)
        number = len(table.queries)
        done = ngettext("%(number)s Anfrage aufgenommen.", "%(number)s Anfragen aufgenommen.", number)
        messages.success(request, done % {"number": number})
        return redirect("suche_judged:index")
    title = _("Bewertete Anfragen hochladen")
    context = {
        "header_title": title,
        "header_icon": "upload",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Start")},
            {"url": reverse("suche_judged:index"), "label": _("Bewertete Anfragen")},
            {"url": "", "label": title},
        ],
        "form": form,
        "table": table,
        "faults": table.every_fault if table else [],
        "queries": table.queries if table else {},
        "text": form.cleaned_data["text"] if table else "",
    }
    return TemplateResponse(request, "suche/admin/upload_judged.html", context)
