"""What this room answers to the floors below it."""

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from kurse.api.bookings import router
from kurse.desk import urls as admin_urls
from kurse.desk.home_panels import ApprovalPanel, AuditPanel, DecisionPanel, MovedPanel, WeekPanel
from kurse.desk.page_deletion import refuse_to_delete_booked
from kurse.desk.viewsets import KurseGroup
from kurse.due_jobs import due_jobs
from kurse.events import course_events
from kurse.interest.case_type import interest_case_type
from kurse.interest.mails import interest_mails
from kurse.mails.approval import approval_kinds
from kurse.mails.dates import dates_kind
from kurse.mails.feedback import feedback_kind
from kurse.mails.kinds import mail_kinds
from kurse.mails.moved import moved_kind
from kurse.mails.notice import notice_kind
from kurse.mails.own_seats import own_seat_kinds
from kurse.mails.people import people_kinds
from kurse.mails.rebooked import rebooked_kind
from kurse.mails.waiting_list import waiting_list_kinds
from kurse.mails.ways import way_kind
from kurse.models import Seat
from kurse.people.forgetting import forget_again
from kurse.personal_data import PERSONAL_DATA
from kurse.personal_page.case_type import booking_case_type
from kurse.programme.next_change import next_change
from kurse.programme.on_offer import courses_on_offer, for_cards
from kurse.programme.presentation import presented
from kurse.search_sources import search_sources
from pages.slots import register_slot
from vorgang.keeping.erasure_log import Forgettable


@hooks.register("register_admin_viewset")
def register_viewsets():
    return KurseGroup()


@hooks.register("register_admin_urls")
def register_admin_urls():
    return admin_urls.urlpatterns


@hooks.register("register_api_router")
def register_api_router():
    return "", router


@hooks.register("register_mail_kind")
def register_mail_kinds():
    people = (*people_kinds(), *own_seat_kinds(), way_kind(), dates_kind(), rebooked_kind())
    of_courses = (moved_kind(), notice_kind(), feedback_kind())
    return [*mail_kinds(), *approval_kinds(), *waiting_list_kinds(), *people, *of_courses, *interest_mails()]


@hooks.register("register_case_type")
def register_case_type():
    return [booking_case_type(), interest_case_type()]


@hooks.register("register_personal_data")
def register_personal_data():
    return PERSONAL_DATA


@hooks.register("register_forgettable")
def register_forgettables():
    return [Forgettable(Seat, "booked_at", forget_again)]


@hooks.register("register_webhook_event")
def register_webhook_events():
    return course_events()


@hooks.register("register_due_job")
def register_due_jobs():
    return due_jobs()


@hooks.register("construct_homepage_panels")
def add_week_panel(request, panels):
    panels += [AuditPanel(), MovedPanel(), ApprovalPanel(), DecisionPanel(), WeekPanel()]


@hooks.register("before_delete_page")
def keep_booked_course(request, page):
    return refuse_to_delete_booked(request, [page])


@hooks.register("before_bulk_action")
def keep_booked_courses(request, action_type, objects, action_class_instance):
    return refuse_to_delete_booked(request, objects) if action_type == "delete" else None


@hooks.register("register_next_change")
def register_next_change(now):
    return next_change(now)


@hooks.register("register_municipality_section")
def municipality_section(municipality, request):
    courses = presented(for_cards(courses_on_offer().filter(place__municipality=municipality))[:6])
    return render_to_string("kurse/next_courses.html", {"courses": courses, "heading": _("Kurse in der Nähe")})


@register_slot("home_courses")
def home_courses(context):
    courses = presented(for_cards(courses_on_offer().filter(starts_at__gt=timezone.now()))[:3])
    return render_to_string("kurse/next_courses.html", {"courses": courses, "heading": _("Die nächsten Kurse")})


@hooks.register("register_search_source")
def register_search_source():
    return search_sources()
