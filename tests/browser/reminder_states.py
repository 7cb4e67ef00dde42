"""Reminders of funding programmes: the form, its answer, and the personal page at each step."""

from django.urls import reverse
from playwright.sync_api import Page, Response

from tests import factories
from tests.browser.state import State, send
from tests.wissen.reminders import make_reminder
from vorgang.links import mint
from vorgang.subscriptions.joining import end
from wissen.models import ProgrammePage


def send_without_address(page: Page) -> Response:
    page.fill("[name=email]", "erika@beispiel")
    return send(page)


def reminder_states(programme: ProgrammePage) -> dict[str, State]:
    title = "Kleinprojektefondsförderung für Nachbarschaftsinitiativen"
    closed = factories.make_programme_page(programme.get_parent(), title=title, status="closed")
    emails = [f"frist{number}@beispiel.example" for number in range(3)]
    asked = make_reminder(programme, email=emails[0], confirmed=False)
    switched_on, ended = (make_reminder(programme, email=email, on_reopening=True) for email in emails[1:])
    end(ended)
    form, waiting = (reverse("wissen_reminder", args=[each.pk]) for each in (programme, closed))
    pages = [f"/de/vorgang/{mint(each, 'wissen.reminder', factories.A_WEEK)}/" for each in (asked, switched_on, ended)]
    return {
        "reminder": State(form),
        "reminder of a closed programme": State(waiting),
        "reminder with errors": State(form, 422, send_without_address),
        "reminder in Leichte Sprache": State(form.replace("/de/", "/de-simple/"), 422, send_without_address),
        "reminder sent": State(reverse("wissen_reminder_sent")),
        "reminder to confirm": State(pages[0]),
        "reminder switched on": State(f"{pages[1]}?erledigt=einschalten"),
        "reminder ended": State(pages[2]),
    }
