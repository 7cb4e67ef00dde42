"""The office answers a person who asks by letter or phone what we keep of them."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods
from wagtail.admin.menu import MenuItem

from vorgang.disclosure.collecting import disclose
from vorgang.disclosure.entries import Disclosure
from vorgang.disclosure.files import elsewhere_sentence, headings
from vorgang.journal import writing as journal
from vorgang.models import OwnDataRequest
from vorgang.own_data.forms import DisclosureForm
from vorgang.states import StaffAction
from vorgang.views.own_data import FILES, file_response, sections

PERMISSION = "vorgang.disclose_personal_data"


@require_http_methods(["GET", "HEAD", "POST"])
def disclosure(request: HttpRequest) -> HttpResponse:
    """Look somebody up; by POST, so that no address stands in a log or in the browser's history."""
    if not request.user.has_perm(PERMISSION):
        raise PermissionDenied
    form = DisclosureForm(request.POST if request.method == "POST" else None)
    found, shown, status = None, [], 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        suffix = request.POST.get("datei", "")
        found, shown = look_up(form, by=request.user, reason=suffix if suffix in FILES else "")
        if suffix:
            return file_response(found, suffix)
        status = 200
    title = _("Auskunft an eine Person")
    home = {"url": reverse("wagtailadmin_home"), "label": _("Start")}
    context = {
        "form": form,
        "disclosure": found,
        "sections": shown,
        "headings": headings(),
        "elsewhere": elsewhere_sentence(found) if found else "",
        "header_title": title,
        "page_title": title,
        "header_icon": "user",
        "breadcrumbs_items": [home, {"url": "", "label": title}],
    }
    response = TemplateResponse(request, "vorgang/admin/disclosure.html", context, status=status)
    response["Cache-Control"] = "no-store"
    return response


def look_up(form: DisclosureForm, *, by, reason: str) -> tuple[Disclosure, list[dict]]:
    """Return what is kept under an address, or of the one case with a code, and how a page shows it.

    The journal says of which cases; where there is none, that somebody looked.
    """
    address = form.cleaned_data["sought"] if "@" in form.cleaned_data["sought"] else ""
    cases = form.cases()
    for subject in cases or [OwnDataRequest]:
        journal.record(by, StaffAction.HANDED_OVER, subject, reason=reason)
    found = disclose(cases, address)
    return found, sections(cases, found)


class DisclosureMenuItem(MenuItem):
    def __init__(self):
        super().__init__(
            gettext_lazy("Auskunft"), reverse("vorgang_disclosure"), name="auskunft", icon_name="user", order=220
        )

    def is_shown(self, request) -> bool:
        return request.user.has_perm(PERMISSION)
