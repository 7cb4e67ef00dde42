"""The office reads a programme from a file: it uploads it, sees what would become of it, and presses a button."""

from django import forms
from django.contrib import messages
from django.contrib.auth.models import AbstractBaseUser
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from kurse.desk.new_course import programmes_open_to
from kurse.errors import BookingError
from kurse.importing.columns import COLUMNS
from kurse.importing.plan import Plan, plan
from kurse.importing.tables import MOST_BYTES, Table, UnreadableFile, read, too_large, too_much_text
from kurse.importing.template_book import template_xlsx
from kurse.importing.verb import import_programme
from kurse.models import Course, CourseIndexPage

SALT = "kurse.import"
# Seconds between the preview and the button.
LIFETIME = 2 * 60 * 60
# What a form may carry is limited (DATA_UPLOAD_MAX_MEMORY_SIZE).
MOST_CARRIED = 800_000


class UploadForm(forms.Form):
    """A file, and the programme that its courses belong to."""

    file = forms.FileField(
        label=gettext_lazy("Datei"),
        help_text=gettext_lazy("Excel (.xlsx) oder CSV mit Semikolon, höchstens 2 MB."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
        error_messages={
            "required": gettext_lazy("Bitte wählen Sie eine Datei."),
            "empty": gettext_lazy("Die Datei ist leer. Bitte tragen Sie die Kurse in die Vorlage ein."),
        },
    )
    programme = forms.TypedChoiceField(label=gettext_lazy("Kursprogramm"), coerce=int)

    def __init__(self, *args, programmes: list[CourseIndexPage], **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["programme"]
        field.choices = [(programme.pk, programme.title) for programme in programmes]
        field.initial = programmes[0].pk
        if len(programmes) == 1:
            field.widget = forms.HiddenInput()
            field.required = False
            field.empty_value = programmes[0].pk

    def clean_file(self):
        upload = self.cleaned_data["file"]
        try:
            if upload.size > MOST_BYTES:
                raise too_large()
            self.table = read(upload.read())
        except UnreadableFile as error:
            raise forms.ValidationError(error.message) from error
        return upload


class CarriedForm(forms.Form):
    """What the preview hands on to the button, signed, so that exactly what was shown is imported."""

    carried = forms.CharField(max_length=MOST_CARRIED, strip=False)

    def read(self, user: AbstractBaseUser) -> tuple[int, Table] | None:
        """Return the programme and the rows that somebody saw; None for what is too old, or not theirs."""
        if not self.is_valid():
            return None
        try:
            owner, programme, rows = signing.loads(self.cleaned_data["carried"], salt=SALT, max_age=LIFETIME)
        except signing.BadSignature:
            return None
        return (programme, Table(rows)) if owner == user.pk else None


@require_http_methods(["GET", "HEAD", "POST"])
def import_page(request: HttpRequest) -> HttpResponse:
    """Show the form; show what an upload would become; make it when the button below that is pressed."""
    if not request.user.has_perm("kurse.import_course"):
        raise PermissionDenied
    programmes = {programme.pk: programme for programme in programmes_open_to(request.user)}
    if not programmes:
        return shown(request, status=200)
    is_button = request.method == "POST" and "save" in request.POST
    bound = (request.POST, request.FILES) if request.method == "POST" and not is_button else ()
    form = UploadForm(*bound, programmes=list(programmes.values()))
    if is_button:
        seen = CarriedForm(request.POST).read(request.user)
        if seen is None or seen[0] not in programmes:
            error = _("Diese Vorschau ist abgelaufen. Bitte laden Sie die Datei noch einmal hoch.")
            return shown(request, form, error=error, status=410)
        return imported(request, form, programmes[seen[0]], seen[1])
    if not form.is_valid():
        return shown(request, form, status=422 if form.is_bound else 200)
    return previewed(request, form, programmes[form.cleaned_data["programme"]], form.table)


def imported(request: HttpRequest, form: UploadForm, programme: CourseIndexPage, table: Table) -> HttpResponse:
    """Make the courses, and lead to them; where something has changed since, show the preview once more."""
    try:
        courses = import_programme(table, programme, digest=request.POST["save"], by=request.user)
    except BookingError as error:
        return previewed(request, form, programme, table, error=str(error.message), status=error.status)
    messages.success(request, outcome(courses))
    return redirect("kurse_course:index")


def previewed(
    request: HttpRequest,
    form: UploadForm,
    programme: CourseIndexPage,
    table: Table,
    *,
    error: str = "",
    status: int = 0,
) -> HttpResponse:
    planned = plan(table, programme, request.user)
    carried = signing.dumps([request.user.pk, programme.pk, table.rows], salt=SALT, compress=True)
    if len(carried) > MOST_CARRIED:
        form.add_error("file", too_much_text().message)
        return shown(request, form, status=422)
    status = status or (422 if planned.faults else 200)
    return shown(request, form, planned=planned, carried=carried, error=error, status=status)


def shown(
    request: HttpRequest,
    form: UploadForm | None = None,
    *,
    planned: Plan | None = None,
    carried: str = "",
    error: str = "",
    status: int,
) -> HttpResponse:
    title = _("Programm einlesen")
    context = {
        "header_title": title,
        "header_icon": "upload",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Start")},
            {"url": reverse("kurse_course:index"), "label": _("Termine und Plätze")},
            {"url": "", "label": title},
        ],
        "form": form,
        "plan": planned,
        "carried": carried,
        "error": error,
        "columns": COLUMNS,
    }
    return TemplateResponse(request, "kurse/admin/import.html", context, status=status)


@require_safe
def template_file(request: HttpRequest) -> HttpResponse:
    """Send the workbook to fill in."""
    if not request.user.has_perm("kurse.import_course"):
        raise PermissionDenied
    content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    response = HttpResponse(template_xlsx(), content_type=content_type)
    response["Content-Disposition"] = 'attachment; filename="kursprogramm-vorlage.xlsx"'
    return response


def outcome(courses: list[Course]) -> str:
    made = ngettext("%(n)s Kurs ist angelegt.", "%(n)s Kurse sind angelegt.", len(courses)) % {"n": len(courses)}
    next_step = _("Jeder ist in Vorbereitung, seine Seite ein Entwurf. Bitte sehen Sie sie durch.")
    return f"{made} {next_step}"
