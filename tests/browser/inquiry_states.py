"""A question to the office: its form, its answer, and what a guide sees by the link."""

from django.contrib.auth.models import User
from django.urls import reverse
from playwright.sync_api import Page, Response

from tests import factories
from tests.browser.state import State, send
from tests.wissen.inquiries import PHONE, QUESTION, make_guide, make_inquiry
from vorgang.links import mint
from wissen.inquiries.asking import answer_as_guide, give_to_guide
from wissen.inquiries.guide_links import GUIDE_PURPOSE
from wissen.models import Assignment, TopicPage


def assigned(topic: TopicPage, question: str) -> Assignment:
    inquiry = make_inquiry(question=question, topic=topic)
    by = User.objects.create_user(f"zuteilung{inquiry.pk}")
    give_to_guide(inquiry, make_guide(topic), by=by)
    return inquiry.assignments.get()


def send_without_address(page: Page) -> Response:
    page.fill("[name=email]", "erika@beispiel")
    return send(page)


def inquiry_states(topic: TopicPage) -> dict[str, State]:
    form = reverse("wissen_ask")
    waiting, done = assigned(topic, f"{QUESTION} Tel. {PHONE}"), assigned(topic, "Und sonst?")
    answer_as_guide(done, "Ja.")
    links = [reverse("wissen_guide", args=[mint(each, GUIDE_PURPOSE, factories.A_WEEK)]) for each in (waiting, done)]
    return {
        "ask": State(form),
        "ask from the empty search": State(f"{form}?frage=Zwergpinscherhaftpflichtversicherung&seite=/de/suche/"),
        "ask from an answer": State(f"{form}?seite={topic.get_url()}"),
        "ask with errors": State(form, 422, send_without_address),
        "ask in Leichte Sprache": State(form.replace("/de/", "/de-simple/"), 422, send_without_address),
        "asked": State(reverse("wissen_asked")),
        "guide": State(links[0]),
        "guide without an answer": State(links[0], 422, send),
        "guide, answered": State(links[1]),
        "guide done": State(reverse("wissen_guide_done")),
    }
