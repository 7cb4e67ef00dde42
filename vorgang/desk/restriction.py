"""The data protection officer locks what is kept of a person, and releases it again (Art. 18 DSGVO)."""

from functools import wraps

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem

from vorgang.case_types import case_type_of
from vorgang.desk.restriction_forms import LOCK_THOSE, ReleaseForm, RestrictionForm
from vorgang.inbox.work import find_case
from vorgang.journal.writing import record
from vorgang.keeping.restriction import release, restrict, restricted_cases
from vorgang.models import Message
from vorgang.states import StaffAction, StaffReason

ALSO_ELSEWHERE = gettext_lazy("Die Adresse steht auch in Vorgängen, die jemand anderes angelegt hat.")
PERMISSION = "vorgang.restrict_processing"


def for_officers(view):
    """Let only staff in who may lock and release."""

    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def wrapped(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not request.user.has_perm(PERMISSION):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return wrapped


def page(request: HttpRequest, template: str, title: str, form, **context) -> TemplateResponse:
    home = {"url": reverse("wagtailadmin_home"), "label": _("Start")}
    trail = [home, {"url": reverse("vorgang_restrictions"), "label": _("Sperren")}]
    context |= {
        "form": form,
        "header_title": title,
        "page_title": title,
        "header_icon": "lock",
        "breadcrumbs_items": trail if title == _("Sperren") else [*trail, {"url": "", "label": title}],
    }
    response = TemplateResponse(request, template, context, status=422 if form.is_bound else 200)
    response["Cache-Control"] = "no-store"
    return response


@for_officers
def restrictions(request: HttpRequest) -> HttpResponse:
    """List what is locked, by its code; lock all cases of an address or one by its code, sent by POST."""
    form = RestrictionForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        locked = restrict(form.cases(), form.cleaned_data["ground"], by=request.user)
        sentence = ngettext(
            "%(number)d Vorgang ist jetzt gesperrt.", "%(number)d Vorgänge sind jetzt gesperrt.", locked
        )
        say = messages.success if locked else messages.warning
        say(request, sentence % {"number": locked} if locked else _("Dazu ist kein Vorgang mehr zu sperren."))
        if codes := form.other_codes():
            messages.warning(request, f"{ALSO_ELSEWHERE} {LOCK_THOSE % {'codes': ', '.join(codes)}}")
        return redirect("vorgang_restrictions")
    rows = [{"case": case, "type": case_type_of(case)} for case in restricted_cases()]
    record(request.user, StaffAction.LISTED, Message, reason=StaffReason.RESTRICTIONS, number=len(rows))
    return page(request, "vorgang/admin/restrictions.html", _("Sperren"), form, rows=rows)


@for_officers
def release_case(request: HttpRequest, type_name: str, pk: int) -> HttpResponse:
    """Release a locked case after its person was told (Art. 18 (3) DSGVO)."""
    case = find_case(type_name, pk)
    if case is None or case.restricted_at is None:
        raise Http404
    form = ReleaseForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        release(case, form.cleaned_data["ground"], by=request.user)
        messages.success(request, _("Die Sperre von %(code)s ist aufgehoben.") % {"code": case.code})
        return redirect("vorgang_restrictions")
    title = _("Sperre von %(code)s aufheben") % {"code": case.code}
    return page(request, "vorgang/admin/release.html", title, form, case=case)


class RestrictionMenuItem(MenuItem):
    def __init__(self):
        super().__init__(
            gettext_lazy("Sperren"), reverse("vorgang_restrictions"), name="sperren", icon_name="lock", order=221
        )

    def is_shown(self, request) -> bool:
        return request.user.has_perm(PERMISSION)
