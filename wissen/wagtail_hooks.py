"""What this room answers to the floors below it."""

from django.template.loader import render_to_string
from django.urls import path
from wagtail import hooks

from pages.slots import register_slot
from wissen.admin_views import review_page
from wissen.admin_viewsets import WissenGroup
from wissen.draft_view import draft_page, report_action
from wissen.figures import placeholder
from wissen.home_panels import ReviewPanel
from wissen.reading import topics_of_site
from wissen.searchable import search_sources


@hooks.register("register_admin_viewset")
def register_viewsets():
    return WissenGroup()


@hooks.register("register_placeholder")
def register_placeholder(name):
    return placeholder(name)


@hooks.register("register_search_source")
def register_search_source():
    return search_sources()


@register_slot("search_empty")
def ask_the_office(context):
    """Offer to ask the office what the search did not answer, in the visitor's own words."""
    question = context.get("question")
    return render_to_string("wissen/ask.html", {"text": question.text if question else ""})


@register_slot("search_start")
def topics_to_begin_with(context):
    return render_to_string("wissen/topic_list.html", {"topics": topics_of_site(context.get("request"))})


@hooks.register("register_admin_urls")
def register_admin_urls():
    return [
        path("wissen/pruefen/", review_page, name="wissen_review"),
        path("wissen/aufnehmen/", draft_page, name="wissen_draft"),
    ]


@hooks.register("search_report_action")
def make_questions_of_searches(request):
    return report_action(request)


@hooks.register("construct_homepage_panels")
def add_review_panel(request, panels):
    panels.append(ReviewPanel())
