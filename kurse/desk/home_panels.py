"""What the coordinator sees of this room on the CMS home page."""

from datetime import timedelta

from django.db.models import F
from django.utils import timezone
from wagtail.admin.ui.components import Component

from kurse.audit.bookings import audit
from kurse.booking.deciding import undecided as undecided_bookings
from kurse.models import Course, CourseDate, CourseMove
from kurse.planning.go_ahead import undecided
from kurse.states import CourseState, DateState


class AuditPanel(Component):
    """A warning where the bookings of coming courses contradict themselves; nothing else."""

    name = "kurse_audit"
    template_name = "kurse/admin/audit_panel.html"
    order = 90

    def get_context_data(self, parent_context):
        if not parent_context["request"].user.has_perm("kurse.change_course"):
            return {"findings": []}
        return {"findings": audit(Course.objects.upcoming())}


class DecisionPanel(Component):
    """Courses whose minimum is not reached although the day of decision is near or over."""

    name = "kurse_decision"
    template_name = "kurse/admin/decision_panel.html"
    order = 110
    ahead = timedelta(days=3)

    def get_context_data(self, parent_context):
        if not parent_context["request"].user.has_perm("kurse.change_booking"):
            return {"courses": []}
        now = timezone.now()
        due = undecided(now).filter(decide_at__lte=now + self.ahead, confirmed__lt=F("minimum"))
        return {"courses": due.select_related("page").order_by("decide_at", "pk")[:8]}


class ApprovalPanel(Component):
    """Bookings about which the office has to decide, each with its button; they stand here until it has."""

    name = "kurse_approval"
    template_name = "kurse/admin/approval_panel.html"
    order = 105
    most = 8

    def get_context_data(self, parent_context):
        if not parent_context["request"].user.has_perm("kurse.change_booking"):
            return {"bookings": []}
        asked = undecided_bookings().select_related("course__page").prefetch_related("seats")
        bookings = list(asked[: self.most + 1])
        return {"bookings": bookings[: self.most], "has_more": len(bookings) > self.most}


class MovedPanel(Component):
    """Courses that were moved and whose people have not been told yet."""

    name = "kurse_moved"
    template_name = "kurse/admin/moved_panel.html"
    order = 100

    def get_context_data(self, parent_context):
        if not parent_context["request"].user.has_perm("kurse.change_booking"):
            return {"moves": []}
        return {"moves": CourseMove.objects.pending().select_related("course__page").order_by("due_at")[:8]}


class WeekPanel(Component):
    """The dates of the next seven days, and published courses that have no date to come."""

    name = "kurse_week"
    template_name = "kurse/admin/week_panel.html"
    order = 120

    def get_context_data(self, parent_context):
        now = timezone.now()
        user = parent_context["request"].user
        if not user.has_perm("kurse.view_course") and not user.has_perm("kurse.change_course"):
            return {"is_shown": False}
        return {
            "is_shown": True,
            "dates": CourseDate.objects.filter(ends_at__gte=now, starts_at__lt=now + timedelta(days=7))
            .exclude(course__state=CourseState.DRAFT)
            .exclude(state=DateState.DROPPED)
            .select_related("course__page", "course__place")
            .order_by("starts_at")[:12],
            "stale": Course.objects.filter(page__live=True)
            .exclude(ends_at__gte=now)
            .select_related("page")
            .order_by(F("ends_at").desc(nulls_first=True), "pk")[:8],
        }
