"""What this room answers to the floors below it."""

from datetime import timedelta
from urllib.parse import urlencode

from django.template.loader import render_to_string
from django.urls import path
from wagtail import hooks

from pages.slots import register_slot
from vorgang.due_jobs import DueJob
from vorgang.keeping.erasure_log import Forgettable
from wissen import ask_api
from wissen.desk.figure_chooser import choose_figure, figure_values, register_features
from wissen.desk.home_panels import ReviewPanel
from wissen.desk.inquiry import inquiry_action, inquiry_page
from wissen.desk.queries import draft_page, report_actions, variant_page
from wissen.desk.views import feedback_report, review_page
from wissen.desk.viewsets import WissenGroup
from wissen.feedback.keeping import forget_feedback
from wissen.figures import placeholder
from wissen.funding.api import router
from wissen.inquiries.case_type import inquiry_case_type
from wissen.inquiries.guides import remove_guide
from wissen.inquiries.mails import inquiry_mails
from wissen.models import Guide
from wissen.personal_data import PERSONAL_DATA
from wissen.reading.norms import norms_named
from wissen.reading.pages import topics_of_site
from wissen.reminders import api as reminders_api
from wissen.reminders.admin_views import reminder_admin
from wissen.reminders.case_type import reminder_case_type
from wissen.reminders.mails import reminder_mails
from wissen.reminders.telling import tell_due
from wissen.searchable import search_sources


@hooks.register("register_admin_viewset")
def register_viewsets():
    return WissenGroup()


@hooks.register("register_api_router")
def register_api_router():
    return "", router


@hooks.register("register_api_router")
def register_asking_router():
    return "", ask_api.router


@hooks.register("register_api_router")
def register_reminder_router():
    return "", reminders_api.router


@hooks.register("register_placeholder")
def register_placeholder(name):
    return placeholder(name)


@hooks.register("register_rich_text_features")
def register_rich_text_features(features):
    register_features(features)


@hooks.register("register_search_source")
def register_search_source():
    return search_sources()


@register_slot("search_empty")
def ask_the_office(context):
    """Offer to ask the office what the search did not answer, in the visitor's own words."""
    question, request = context.get("question"), context.get("request")
    asked_from = urlencode({"frage": question.text if question else "", "seite": request.path if request else ""})
    return render_to_string("wissen/ask.html", {"query": asked_from})


@register_slot("search_first")
def norms_that_were_typed(context):
    question, request = context.get("question"), context.get("request")
    norms = norms_named(question.text, request) if question and request else []
    return render_to_string("wissen/norms_named.html", {"norms": norms}) if norms else ""


@register_slot("footer_contact")
def ask_from_every_page(context):
    return render_to_string("wissen/ask_link.html")


@register_slot("search_start")
def topics_to_begin_with(context):
    return render_to_string("wissen/topic_list.html", {"topics": topics_of_site(context.get("request"))})


@hooks.register("register_admin_urls")
def register_admin_urls():
    return [
        path("wissen/pruefen/", review_page, name="wissen_review"),
        path("wissen/rueckmeldungen/", feedback_report, name="wissen_feedback_report"),
        path("wissen/frage/<int:pk>/", inquiry_page, name="wissen_inquiry"),
        path("wissen/frage/<int:pk>/<slug:verb>/", inquiry_action, name="wissen_inquiry_action"),
        path("wissen/kennzahlen/waehlen/", choose_figure, name="wissen_choose_figure"),
        path("wissen/kennzahlen/werte/", figure_values, name="wissen_figure_values"),
        path("wissen/aufnehmen/", draft_page, name="wissen_draft"),
        path("wissen/variante/", variant_page, name="wissen_variant"),
        path("wissen/erinnerung/<int:pk>/", reminder_admin, name="wissen_reminder_admin"),
    ]


@hooks.register("register_case_type")
def register_case_type():
    return [inquiry_case_type(), reminder_case_type()]


@hooks.register("register_mail_kind")
def register_mail_kinds():
    return [*inquiry_mails(), *reminder_mails()]


@hooks.register("register_forgettable")
def register_forgettables():
    return [Forgettable(Guide, "created_at", remove_guide)]


@hooks.register("register_personal_data")
def register_personal_data():
    return PERSONAL_DATA


@hooks.register("register_due_job")
def register_due_jobs():
    return [
        DueJob("wissen.forget_feedback", timedelta(days=1), forget_feedback, at_hour=3),
        DueJob("wissen.remind", timedelta(days=1), tell_due, at_hour=8),
    ]


@hooks.register("search_report_action")
def take_up_searches(request):
    return report_actions(request)


@hooks.register("construct_homepage_panels")
def add_review_panel(request, panels):
    panels.append(ReviewPanel())
