"""What people come for beside booking, each with a keyboard alone, on 320 px and without JavaScript."""

import pytest
from django.urls import reverse
from playwright.sync_api import Page, TimeoutError

from kurse.booking.lifecycle import cancel, confirm, request_booking
from kurse.models import Booking, Course, Seat
from kurse.states import SeatState
from pages.models import LegalPage
from tests import factories
from tests.browser.steps import Postbox, enter, plant, plant_dead_buttons, press, sign_up
from tests.kurse.test_booking import person
from tests.vorgang.cases import make_message
from tests.vorgang.test_own_data import link_to_all
from vorgang.models import Message
from vorgang.states import MessageKind

pytestmark = pytest.mark.database_free
NAME, ADDRESS = "Erika Beispiel", "erika@beispiel.example"
HOW = "nur Tastatur, 320 px, ohne JavaScript"
BUTTON = "main form button[type=submit]"


@pytest.fixture
def full(programme_page) -> Course:
    """A course whose only seat is taken."""
    course = factories.make_course(programme_page, title="Satzung", capacity=1, in_days=30)
    confirm(request_booking(course.pk, person()))
    return course


@pytest.fixture
def privacy(home) -> LegalPage:
    return home.add_child(instance=LegalPage(title="Datenschutz", slug="datenschutz", kind="privacy"))


def wait_in_line(phone: Page, course: Course, postbox: Postbox) -> str:
    """Get onto the list of a full course and confirm it; return what the page then says of it."""
    phone.goto(course.page.get_url())
    sign_up(phone, "Auf die Warteliste", NAME, ADDRESS)
    postbox.press_behind_link(phone, ADDRESS, "bestätigen")
    return phone.locator("main").inner_text()


def give_up_the_seat() -> None:
    cancel(Booking.objects.get(email=person().email))


@pytest.mark.goal("B5", "B8")
def test_whoever_waits_for_a_seat_takes_it(phone, full, postbox, measured):
    in_line = wait_in_line(phone, full, postbox)
    give_up_the_seat()

    told = postbox.press_behind_link(phone, ADDRESS, "Platz annehmen")

    assert "Sie stehen auf Platz 1 der Warteliste." in in_line
    assert "Der Platz gehört Ihnen." in told
    assert Booking.objects.get(email=ADDRESS).leading_seat.state == SeatState.CONFIRMED
    measured(f"auf die Warteliste, angebotenen Platz annehmen: {HOW}")


@pytest.mark.goal("B5", "B8")
def test_whoever_waits_leaves_the_list_or_passes_the_seat_on(phone, full, postbox, measured):
    for address in (ADDRESS, "zweite@beispiel.example"):
        confirm(request_booking(full.pk, person(email=address, wait=True)))

    left = postbox.press_behind_link(phone, ADDRESS, "Von der Warteliste streichen")
    give_up_the_seat()
    declined = postbox.press_behind_link(phone, "zweite@beispiel.example", "Platz ablehnen")

    assert "Sie stehen nicht mehr auf der Warteliste." in left
    assert "Der Platz geht an die nächste Person." in declined
    assert set(Seat.objects.values_list("state", flat=True)) == {SeatState.CANCELLED}
    measured(f"Warteliste verlassen, angebotenen Platz ablehnen: {HOW}")


@pytest.fixture
def in_a_month(programme_page) -> Course:
    """Another course on the same topic with free seats."""
    return factories.make_course(programme_page, title="Satzung in Ruhe", capacity=5, in_days=60)


def change_course(phone: Page, postbox: Postbox, title: str) -> str:
    """Go from the link in the mail to another course and rebook; return what the page then says."""
    phone.goto(postbox.link(ADDRESS))
    press(phone, "main a:has-text('Anderen Kurs oder Termin wählen')")
    phone.wait_for_url("**/umbuchen/")
    press(phone, f"main a:has-text('Diesen Kurs wählen: {title}')")
    phone.wait_for_url("**/umbuchen/*/")
    press(phone, BUTTON)
    phone.wait_for_url("**umgebucht=1")
    return phone.locator("main").inner_text()


@pytest.mark.goal("B5", "B8")
def test_whoever_cannot_come_takes_a_seat_in_another_course(phone, course, in_a_month, postbox, measured):
    confirm(request_booking(course.pk, person(name=NAME, email=ADDRESS)))

    told = change_course(phone, postbox, "Satzung in Ruhe")

    assert ("Sie haben umgebucht." in told, "Satzung in Ruhe" in told) == (True, True)
    assert set(Seat.objects.values_list("course", "state")) == {
        (course.pk, SeatState.CANCELLED),
        (in_a_month.pk, SeatState.CONFIRMED),
    }
    assert "Umgebucht: Satzung in Ruhe" in postbox.newest(ADDRESS).subject
    measured(f"umbuchen: {HOW}")


@pytest.mark.goal("B8")
def test_a_rebooking_that_only_a_script_could_start_is_found(phone, course, in_a_month, postbox):
    """Negative control: the same button, dead without a script."""
    confirm(request_booking(course.pk, person(name=NAME, email=ADDRESS)))
    plant_dead_buttons(phone, "**/umbuchen/*/")

    with pytest.raises(TimeoutError, match="submit"):
        change_course(phone, postbox, "Satzung in Ruhe")


def ask_for_own_data(phone: Page, home, postbox: Postbox) -> str:
    """Go from the foot of the home page to the form, ask for the link and follow it; return what is shown."""
    phone.goto(home.get_url())
    press(phone, "footer a:has-text('Datenschutz')")
    press(phone, "main a:has-text('Meine Daten ansehen')")
    phone.wait_for_url("**/meine-daten/")
    enter(phone, "[name=email]", ADDRESS)
    press(phone, BUTTON)
    phone.wait_for_url("**/meine-daten/gesendet/")
    phone.goto(postbox.link(ADDRESS))
    return phone.locator("main").inner_text()


def correct_name(phone: Page, name: str) -> str:
    """Correct the name of the first case on the page of one's own data; return what is shown afterwards."""
    press(phone, "main a:has-text('Berichtigen')")
    phone.wait_for_url("**/berichtigen/")
    press(phone, "[name=name]", "ControlOrMeta+a")
    enter(phone, "[name=name]", name)
    press(phone, BUTTON)
    phone.wait_for_url("**erledigt=berichtigt")
    return phone.locator("main").inner_text()


def erase_everything(phone: Page) -> str:
    press(phone, "main a:has-text('Alles löschen')")
    phone.wait_for_url("**/loeschen/")
    press(phone, BUTTON)
    phone.wait_for_url("**/geloescht/")
    return phone.locator("h1").inner_text()


@pytest.mark.goal("B5", "B8")
def test_a_person_reads_corrects_and_erases_what_is_kept(phone, home, privacy, course, postbox, measured):
    make_message(name=NAME, email=ADDRESS, text="Wie gründe ich einen Verein?")
    confirm(request_booking(course.pk, person(name=NAME, email=ADDRESS)))

    read = ask_for_own_data(phone, home, postbox)
    corrected = correct_name(phone, "Erika Richtig")
    erased = erase_everything(phone)

    assert ("Wie gründe ich einen Verein?" in read, course.page.title in read) == (True, True)
    assert ("Bitte prüfen Sie" in corrected, "Erika Richtig" in corrected) == (True, True)
    assert erased == "Ihre Angaben sind gelöscht"
    assert list(Booking.objects.values_list("name", "email")) == [("", "")]
    assert not Message.objects.exists()
    measured(f"eigene Daten ansehen, berichtigen, löschen: {HOW}")


@pytest.mark.goal("B5", "B8")
def test_a_person_moves_to_a_new_address(phone, home, postbox, measured):
    make_message(email=ADDRESS)
    phone.goto(reverse("vorgang_own_data", args=[link_to_all(ADDRESS)]))

    press(phone, "main a:has-text('E-Mail-Adresse ändern')")
    phone.wait_for_url("**/adresse/")
    enter(phone, "[name=email]", "neu@beispiel.example")
    press(phone, BUTTON)
    phone.wait_for_url("**/gesendet/?adresse=neu")
    phone.goto(postbox.link("neu@beispiel.example"))
    press(phone, BUTTON)
    phone.wait_for_selector("main .kern-alert--success:has-text('Wir schreiben Ihnen jetzt an diese Adresse')")

    assert Message.objects.get().email == "neu@beispiel.example"
    measured(f"E-Mail-Adresse ändern: {HOW}")


@pytest.mark.goal("B5", "B8")
def test_whoever_lost_their_link_has_it_sent_again(phone, course, postbox, measured):
    confirm(request_booking(course.pk, person(email=ADDRESS)))
    phone.goto("/de/vorgang/verstümmelt/")

    press(phone, "main a:has-text('Neuen Link anfordern')")
    phone.wait_for_url("**/link-anfordern/")
    enter(phone, "[name=email]", ADDRESS)
    press(phone, BUTTON)
    phone.wait_for_url("**/link-anfordern/gesendet/")
    told = postbox.press_behind_link(phone, ADDRESS, "stornieren")

    assert "Ihre Anmeldung ist storniert." in told
    measured(f"verlorenen Link neu anfordern: {HOW}")


def report(phone: Page, course: Course, text: str) -> str:
    """Report a barrier of a course's page from its foot, first with nothing said; return what was missing."""
    phone.goto(course.page.get_url())
    press(phone, "footer a:has-text('Barriere melden')")
    phone.wait_for_url("**art=barriere**")
    enter(phone, "[name=email]", ADDRESS)
    press(phone, BUTTON)
    missing = phone.locator("#fehler a").inner_text()
    enter(phone, "[name=text]", text)
    press(phone, BUTTON)
    phone.wait_for_url("**/kontakt/gesendet/")
    return missing


@pytest.mark.goal("B5", "B8")
def test_a_barrier_is_reported_from_the_page_that_has_it(phone, course, postbox, measured):
    missing = report(phone, course, "Der Plan hat keinen Text.")

    message = Message.objects.get()
    assert missing.endswith("Bitte schreiben Sie uns, worum es geht.")
    assert (message.kind, message.page_url, message.text) == (
        MessageKind.ACCESSIBILITY,
        course.page.get_url(),
        "Der Plan hat keinen Text.",
    )
    assert "Sie bekommen spätestens am" in postbox.newest(ADDRESS).text
    measured(f"Barriere melden: {HOW}")


@pytest.mark.goal("B5")
def test_a_list_that_the_keyboard_cannot_reach_is_found(phone, full, postbox):
    """Negative control: a link that only a mouse and a script could follow."""
    plant(phone, f"**{full.page.get_url()}", 'href="/de/anmeldung/', 'data-href="/de/anmeldung/')

    with pytest.raises(AssertionError, match="Warteliste.* cannot be reached by keyboard"):
        wait_in_line(phone, full, postbox)


@pytest.mark.goal("B8")
def test_an_offer_that_only_a_script_could_answer_is_found(phone, full, postbox):
    """Negative control: a button that does nothing by itself, on the personal page."""
    plant_dead_buttons(phone, "**/vorgang/*/")

    with pytest.raises(TimeoutError, match="submit"):
        wait_in_line(phone, full, postbox)


@pytest.mark.goal("B8")
def test_a_deletion_that_only_a_script_could_start_is_found(phone, home):
    """Negative control: the same on the last step of what a person does with their data."""
    for _message in range(2):
        make_message(email=ADDRESS)
    plant_dead_buttons(phone, "**/loeschen/")
    phone.goto(reverse("vorgang_own_data", args=[link_to_all(ADDRESS)]))

    with pytest.raises(TimeoutError, match="submit"):
        erase_everything(phone)


@pytest.mark.goal("B8")
def test_a_report_that_only_a_script_could_send_is_found(phone, course):
    """Negative control: the same on the form for barriers."""
    plant_dead_buttons(phone, "**/kontakt/**")

    with pytest.raises(TimeoutError, match="submit"):
        report(phone, course, "Der Plan hat keinen Text.")
