"""The list of answers to be read again."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from wissen.review import due_answers

MAY_REVIEW = "wissen.view_reviewflag"


@require_safe
def review_page(request: HttpRequest) -> HttpResponse:
    """Show what is due, with the reasons, each with the way to its page."""
    if not request.user.has_perm(MAY_REVIEW):
        raise PermissionDenied
    title = _("Antworten prüfen")
    context = {
        "header_title": title,
        "header_icon": "history",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Start")},
            {"url": "", "label": title},
        ],
        "due": due_answers(),
    }
    return TemplateResponse(request, "wissen/admin/review.html", context)
