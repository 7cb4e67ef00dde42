"""An address that stands only at a seat: it moves with its person, and the office learns which case to lock."""

import pytest
from django.core import mail
from django.urls import reverse

from koordination.roles import set_up_roles
from kurse.links import mint_for_seat
from kurse.models import Booking, Seat
from tests import factories
from tests.kurse.conftest import staff
from tests.kurse.told.groups import CONTACT, LENA, MAX, again, forget_mails, give, letters_to, sure_group
from tests.vorgang.cases import make_message
from tests.vorgang.test_own_data import link_to_all, token_in
from vorgang.errors import CaseError
from vorgang.keeping.restriction import restrict
from vorgang.links import resolve
from vorgang.models import Message, OwnDataRequest
from vorgang.outbox.queue import send_due
from vorgang.own_data import rights
from vorgang.states import RestrictionGround

pytestmark = pytest.mark.django_db
NEW = "max.neu@beispiel.example"


@pytest.fixture
def group(programme_page) -> Booking:
    """A booking of three that told us the address of the second."""
    booking = sure_group(factories.make_course(programme_page, capacity=9, in_days=30))
    give(booking, "", MAX)
    forget_mails()
    return again(booking)


@pytest.fixture
def officer(client, home):
    set_up_roles()
    client.force_login(staff("datenschutz", "Datenschutz"))


@pytest.fixture
def moving(group) -> OwnDataRequest:
    return OwnDataRequest.objects.create(email=NEW, former_email=MAX, language="de")


def emails() -> list[str]:
    return list(Seat.objects.order_by("pk").values_list("email", flat=True))


def test_somebody_with_nothing_but_a_seat_changes_their_address_by_themselves(client, group):
    own = reverse("vorgang_own_data", args=[link_to_all(MAX)])
    page = client.get(own).content.decode()
    client.post(reverse("vorgang_new_address", args=[own.split("/")[-2]]), {"email": NEW})
    [question] = letters_to(NEW)
    link = reverse("vorgang_own_data", args=[token_in(question)])
    asked = client.get(link).content.decode()

    client.post(link)

    assert "E-Mail-Adresse ändern" in page
    assert f"künftig an {NEW}" in asked
    assert emails() == ["", NEW, ""]


def test_the_seat_follows_with_new_links_and_the_former_address_is_told(moving, group):
    former = mint_for_seat(group.seats.order_by("pk")[1])

    moved = rights.move_to_new_address(moving), rights.move_to_new_address(moving)
    send_due()
    links, told = ([message for message in mail.outbox if message.to == [email]] for email in (NEW, MAX))

    assert (moved, emails(), again(group).email) == ((1, 0), ["", NEW, ""], CONTACT)
    assert resolve(former) is None
    assert ["/teilnahme/" in message.body for message in links] == [True]
    assert [message.subject for message in told] == ["Wir schreiben Ihnen künftig an eine andere Adresse"]


def test_cases_of_ones_own_and_seats_elsewhere_move_together(moving, group):
    make_message(email=MAX)

    moved = rights.move_to_new_address(moving)

    assert (moved, emails(), Message.objects.get().email) == (2, ["", NEW, ""], NEW)


def test_without_moving_the_parts_the_seat_would_keep_the_former_address(moving, group, monkeypatch):
    """Negative control."""
    make_message(email=MAX)
    monkeypatch.setattr(rights, "case_types", list)

    rights.move_to_new_address(moving)

    assert emails() == ["", MAX, ""]


def test_nothing_of_a_locked_booking_moves(moving, group, coordinator):
    restrict([group], RestrictionGround.OBJECTION, by=coordinator)

    with pytest.raises(CaseError, match="gesperrt"):
        rights.move_to_new_address(moving)

    assert emails() == ["", MAX, ""]


def test_the_officer_learns_by_which_code_a_seat_is_locked(client, group, officer):
    answer = client.post(reverse("vorgang_restrictions"), {"sought": MAX, "ground": "objection"})
    content = answer.content.decode()

    assert (answer.status_code, group.code in content) == (422, True)
    assert "Diese Adresse steht nur in Vorgängen, die jemand anderes angelegt hat." in content
    assert [word for word in ("Erika", "Max Muster", CONTACT) if word in content] == []


def test_what_others_told_of_somebody_is_named_beside_what_is_locked(client, group, officer):
    make_message(email=MAX)

    done = client.post(reverse("vorgang_restrictions"), {"sought": MAX, "ground": "objection"}, follow=True)

    assert "1 Vorgang ist jetzt gesperrt." in done.content.decode()
    assert f"mit seinem Kennzeichen: {group.code}." in done.content.decode()
    assert again(group).restricted_at is None


def test_an_address_nobody_holds_leads_to_no_code(client, group, officer):
    done = client.post(reverse("vorgang_restrictions"), {"sought": LENA, "ground": "objection"}, follow=True)

    assert "Dazu ist kein Vorgang mehr zu sperren." in done.content.decode()
    assert group.code not in done.content.decode()
