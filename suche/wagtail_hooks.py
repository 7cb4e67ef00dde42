"""What the search answers to the floors around it."""

from datetime import timedelta

from django.template.loader import render_to_string
from django.urls import path, reverse
from wagtail import hooks

from pages.slots import register_slot
from suche.api import router
from suche.desk.home_panels import QualityPanel
from suche.desk.judging import upload_judged
from suche.desk.quality import measure_now, quality_page
from suche.desk.views import report_page
from suche.desk.viewsets import SucheGroup
from suche.indexing.following import catch_up_late, repair
from suche.noting.query_days import forget_words, take_in
from suche.quality.measuring import measure_regularly


@hooks.register("register_admin_viewset")
def register_viewsets():
    return SucheGroup()


@hooks.register("register_admin_urls")
def register_admin_urls():
    return [
        path("suche/bericht/", report_page, name="suche_report"),
        path("suche/guete/", quality_page, name="suche_quality"),
        path("suche/guete/messen/", measure_now, name="suche_measure"),
        path("suche/bewertete-anfragen/hochladen/", upload_judged, name="suche_upload_judged"),
    ]


@hooks.register("register_api_router")
def register_api_router():
    return "", router


@hooks.register("register_due_job")
def register_due_jobs():
    # At midnight figures change that texts show.
    return [
        ("suche.catch_up", timedelta(minutes=1), catch_up_late),
        ("suche.repair", timedelta(hours=1), repair),
        ("suche.midnight", timedelta(days=1), repair, 0),
        ("suche.take_in_searches", timedelta(minutes=5), take_in),
        ("suche.forget_words", timedelta(days=1), forget_words, 2),
        ("suche.measure", timedelta(days=7), measure_regularly, 4),
    ]


@hooks.register("construct_homepage_panels")
def add_quality_panel(request, panels):
    panels.append(QualityPanel())


@register_slot("home_search")
def search_on_the_home_page(context):
    context = {"url": reverse("suche"), "id": "startsuche", "suggestions": reverse("suche_suggestions")}
    return render_to_string("components/search_form.html", context)
