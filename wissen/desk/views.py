"""The lists of what is to be read again, and of what readers say of them."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wissen.feedback.report import opinions
from wissen.review import due_pages

MAY_REVIEW = "wissen.view_reviewflag"
MAY_READ_FEEDBACK = "wissen.view_answerfeedback"


@require_safe
def review_page(request: HttpRequest) -> HttpResponse:
    """Show what is due, with the reasons, each with the way to its page."""
    if not request.user.has_perm(MAY_REVIEW):
        raise PermissionDenied
    return desk_page(request, "wissen/admin/review.html", _("Antworten prüfen"), "history", due=due_pages())


@require_safe
def feedback_report(request: HttpRequest) -> HttpResponse:
    """Show what readers say of the answers that somebody may edit."""
    if not request.user.has_perm(MAY_READ_FEEDBACK):
        raise PermissionDenied
    title = _("Hat das geholfen?")
    return desk_page(request, "wissen/admin/feedback.html", title, "comment", opinions=opinions(request.user))


def desk_page(request: HttpRequest, template: str, title: str, icon: str, **context) -> HttpResponse:
    breadcrumbs = [{"url": reverse("wagtailadmin_home"), "label": _("Start")}, {"url": "", "label": title}]
    context |= {"header_title": title, "header_icon": icon, "breadcrumbs_items": breadcrumbs}
    return TemplateResponse(request, template, context)
