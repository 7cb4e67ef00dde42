"""What a person sees after a course: certificates, the page that checks them, and the page of a trainer's link."""

from django.urls import reverse
from playwright.sync_api import Page, Response

from kurse.attendance.certificates import issue_certificates, issued_to
from kurse.links import mint_for_trainer
from kurse.models import Certificate, Course
from tests import factories
from tests.browser.state import State, send
from tests.kurse.attended import attended_course, over_course, seats_of
from vorgang.links import mint


def send_name(page: Page) -> Response:
    page.fill("[name=holder]", "Max Falsch")
    return send(page)


def send_right_name(name: str):
    def act(page: Page) -> Response:
        page.fill("[name=holder]", name)
        return send(page)

    return act


def drop_and_send(course: Course):
    """Return what happens when the date is dropped while somebody has its list open."""

    def act(page: Page) -> Response:
        course.dates.update(state="dropped")
        response = send(page)
        course.dates.update(state="planned")
        return response

    return act


def paper_states(programme_page) -> dict[str, State]:
    course = attended_course(programme_page, people=3, title="Vorbei")
    issue_certificates(course)
    kept, withdrawn, _other = issued_to(seats_of(course))
    Certificate.objects.filter(pk=withdrawn.certificate.pk).update(withdrawn_at=withdrawn.seat.moved_at)
    coming = factories.make_course(programme_page, title="Kommt")
    check = reverse("kurse_certificate_check")
    genuine, gone = (reverse("kurse_certificate", args=[one.code]) for one in (kept, withdrawn))
    trainer, early = mint_for_trainer(course), mint_for_trainer(coming)
    by_trainer = reverse("kurse_trainer_attendance", args=[trainer, course.dates.get().pk])
    dropped = over_course(programme_page, people=2, title="Entfällt")
    of_dropped = reverse("kurse_trainer_attendance", args=[mint_for_trainer(dropped), dropped.dates.get().pk])
    own = mint(kept.seat.booking, "kurse.booking", factories.A_WEEK)
    return {
        "booking with certificate": State(f"/de/vorgang/{own}/"),
        "certificate check": State(check),
        "certificate check with errors": State(check, 422, send),
        "certificate check in Leichte Sprache": State(genuine.replace("/de/", "/de-simple/")),
        "certificate genuine": State(genuine),
        "certificate of that name": State(genuine, 200, send_right_name(kept.seat.name)),
        "certificate of another name": State(genuine, 200, send_name),
        "certificate withdrawn": State(gone),
        "certificate unknown": State(f"{check}ABCDEFGHJKLM/"),
        "trainer": State(reverse("kurse_trainer", args=[trainer])),
        "trainer too early": State(reverse("kurse_trainer", args=[early])),
        "trainer list": State(by_trainer),
        "trainer list saved": State(by_trainer, 200, send),
        "trainer list refused": State(of_dropped, 409, drop_and_send(dropped)),
        "trainer list too early": State(reverse("kurse_trainer_attendance", args=[early, coming.dates.get().pk])),
    }
