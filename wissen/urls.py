"""The addresses of this room beside its pages, all within the language tree."""

from django.urls import path
from django.views.decorators.http import require_safe

from wissen.feeds import AnswerFeed, FundingFeed
from wissen.funding.views import deadline_file
from wissen.papers.views import answer_file
from wissen.reminders import views as reminder_views
from wissen.views import asking, feedback, guides, norms

urlpatterns = [
    path("antworten/<int:page_id>.atom", require_safe(AnswerFeed()), name="wissen_answer_feed"),
    path("foerderprogramme/<int:page_id>.atom", require_safe(FundingFeed()), name="wissen_funding_feed"),
    path("norm/", norms.norm_index, name="wissen_norms"),
    path("norm/<slug:norm>/", norms.norm_page, name="wissen_norm"),
    path("wissen-rueckmeldung/<int:page_id>/", feedback.feedback_page, name="wissen_feedback"),
    path("wissen-rueckmeldung/<int:page_id>/danke/", feedback.feedback_sent, name="wissen_feedback_sent"),
    path("antwort/<int:page_id>/antwort.pdf", answer_file, name="wissen_answer_file"),
    path("fragen/", asking.ask_page, name="wissen_ask"),
    path("fragen/gesendet/", asking.asked, name="wissen_asked"),
    path("fragen/antworten/erledigt/", guides.guide_done, name="wissen_guide_done"),
    path("fragen/antworten/<str:token>/", guides.guide_page, name="wissen_guide"),
    path("foerderprogramm/<int:page_id>/frist.ics", deadline_file, name="wissen_deadline"),
    path("foerderprogramm/<int:page_id>/erinnern/", reminder_views.reminder_page, name="wissen_reminder"),
    path("foerderprogramm/erinnern/gesendet/", reminder_views.reminder_sent, name="wissen_reminder_sent"),
]
