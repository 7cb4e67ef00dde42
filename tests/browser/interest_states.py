"""The interest list: its form, its answer, and the personal page at each step."""

from django.urls import reverse
from playwright.sync_api import Page, Response

from kurse.interest.joining import InterestRequest, ask_to_be_told, confirm
from kurse.models import Interest
from tests import factories
from tests.browser.state import State, send
from vorgang.links import mint
from vorgang.subscriptions.joining import end


def interest(course, number: int) -> Interest:
    topics = tuple(course.page.tags.values_list("pk", flat=True))
    asked = InterestRequest(email=f"interesse{number}@beispiel.example", topics=topics, weekdays=("1", "6"))
    return ask_to_be_told(asked)


def send_without_wish(page: Page) -> Response:
    page.fill("[name=email]", "erika@beispiel")
    return send(page)


def interest_states(programme_page) -> dict[str, State]:
    title = "Fördermittelantragstellung leicht gemacht"
    course = factories.make_course(programme_page, title=title, tags=("Fördermittel", "Vereinsverwaltungsrecht"))
    asked, switched_on, ended = (interest(course, number) for number in range(3))
    for each in (switched_on, ended):
        confirm(each)
    end(ended)
    form = reverse("kurse_interest")
    pages = [f"/de/vorgang/{mint(each, 'kurse.interest', factories.A_WEEK)}/" for each in (asked, switched_on, ended)]
    return {
        "interest": State(form),
        "interest from a course": State(f"{form}?kurs={course.pk}"),
        "interest with errors": State(form, 422, send_without_wish),
        "interest in Leichte Sprache": State(form.replace("/de/", "/de-simple/"), 422, send_without_wish),
        "interest sent": State(reverse("kurse_interest_sent")),
        "interest to confirm": State(pages[0]),
        "interest switched on": State(f"{pages[1]}?erledigt=einschalten"),
        "interest ended": State(pages[2]),
    }
