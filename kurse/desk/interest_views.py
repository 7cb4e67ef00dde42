"""The interest list in the CMS: what is wanted, who waits for it, and the way to the course."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from wagtail.admin.views import generic

from kurse.desk.new_course import new_course_address
from kurse.interest.demand import demand, wishes
from kurse.models import Interest
from vorgang.desk.journalled_views import JournalledInspectMixin, JournalledListMixin


@require_safe
def demand_page(request: HttpRequest) -> HttpResponse:
    """Show how many people wait for each topic, and what they wrote; it names nobody."""
    if not request.user.has_perm("kurse.view_interest"):
        raise PermissionDenied
    title = _("Wonach gefragt wird")
    context = {
        "header_title": title,
        "header_icon": "help",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Start")},
            {"url": reverse("kurse_interest:index"), "label": _("Interessen")},
            {"url": "", "label": title},
        ],
        "people": Interest.objects.listening().people(),
        "demand": demand(),
        "wishes": wishes(),
        "plan_url": new_course_address(request.user),
    }
    return TemplateResponse(request, "kurse/admin/demand.html", context)


class InterestIndexView(JournalledListMixin, generic.IndexView):
    """Who waits for a course; addresses that nobody confirmed are left out."""

    any_permission_required = ["view"]
    page_title = gettext_lazy("Interessen")

    def get_base_queryset(self):
        rows = super().get_base_queryset().filter(confirmed_at__isnull=False, ended_at=None)
        return rows.select_related("municipality").prefetch_related("topics__tag")


class InterestInspectView(JournalledInspectMixin, generic.InspectView):
    """One interest: what somebody waits for, and of which courses they were told."""

    any_permission_required = ["view"]
    page_title = gettext_lazy("Interesse")
    template_name = "kurse/admin/interest.html"

    def get_context_data(self, **kwargs):
        invitations = self.object.invitations.select_related("course__page").order_by("created_at")
        return {**super().get_context_data(**kwargs), "interest": self.object, "invitations": invitations}
