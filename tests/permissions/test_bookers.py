"""Two people who booked the same course: the link of one never shows or changes what belongs to the other."""

import pytest

from kurse.models import Booking
from tests.permissions.addresses import Address, addresses
from tests.permissions.asking import arguments, ask
from tests.permissions.cast import PERSONS, Cast, make_cast

pytestmark = [pytest.mark.django_db, pytest.mark.database_free]
FORM = "application/x-www-form-urlencoded"
PRESSED = "action=stornieren&email=neu%40beispiel.example&name=Jemand+Anders&bestaetigt=on"


@pytest.fixture
def cast(settings) -> Cast:
    settings.VORGANG_UNKNOWN_LINKS_PER_MINUTE = 1_000
    return make_cast()


def of_a_person() -> list[Address]:
    """Return the addresses that a personal link opens."""
    return [
        address
        for address in addresses()
        if "token" in address.parameters and not address.template.startswith("admin/")
    ]


def links_of(letter: str, address: Address) -> dict[str, str]:
    """Return the things of one booker that stand in an address."""
    kinds = (("meine-daten", "own data"), ("kalender/alle", "calendar"), ("teilnahme/", "seat"))
    kind = next((kind for part, kind in kinds if part in address.template), "token")
    return {"token": f"{kind} {letter}", "code": f"code {letter}"}


def of_b() -> tuple:
    return Booking.objects.filter(email=PERSONS["b"][1]).values(), [
        seat for booking in Booking.objects.filter(email=PERSONS["b"][1]) for seat in booking.seats.values()
    ]


@pytest.mark.goal("S5")
def test_a_link_shows_its_own_person_and_nobody_else(cast, measured):
    strange = [PERSONS["b"][0], PERSONS["b"][1], cast.things["code b"]]
    shown = 0

    for address in of_a_person():
        text = ask(cast, "V", "GET", address, **links_of("a", address)).text
        shown += PERSONS["a"][0] in text or cast.things["code a"] in text
        assert [word for word in strange if word in text] == [], address.name

    assert shown >= 4
    measured(f"{len(of_a_person())} Adressen mit persönlichem Link, 0 zeigen eine andere Person")


@pytest.mark.goal("S5")
def test_a_link_with_the_code_of_somebody_else_opens_nothing(cast):
    mixed = [address for address in of_a_person() if "code" in address.parameters]

    for address in mixed:
        for method in ("GET", "POST"):
            answer = ask(cast, "V", method, address, token="own data a", code="code b")
            assert (address.name, answer.status) == (address.name, 404)

    assert len(mixed) >= 2


@pytest.mark.goal("S5")
def test_nothing_pressed_with_one_link_changes_the_other_booking(cast):
    before = [list(part) for part in of_b()]

    for address in of_a_person():
        path = address.path(arguments(address, cast, **links_of("a", address)))
        cast.clients["V"].post(path, PRESSED, FORM)

    assert [list(part) for part in of_b()] == before
    assert Booking.objects.filter(email=PERSONS["a"][1]).count() == 0


@pytest.mark.goal("S5")
def test_no_public_address_names_a_booker(cast, measured):
    public = [address for address in addresses() if "token" not in address.parameters]
    words = [word for person in PERSONS.values() for word in person]
    found = [
        address.name
        for address in public
        if not address.template.startswith("admin/")
        and any(word in ask(cast, "V", "GET", address).text for word in words)
    ]

    assert found == []
    measured(f"{len(public)} Adressen ohne Link, 0 nennen eine buchende Person")


@pytest.mark.goal("S5")
def test_the_desk_does_name_a_booker(cast):
    """Negative control: the words looked for above are those a page shows to who may see them."""
    [bookings] = [address for address in addresses() if address.name == "kurse_booking:index"]

    assert PERSONS["b"][0] in ask(cast, "C", "GET", bookings).text
    assert PERSONS["b"][0] not in ask(cast, "E", "GET", bookings).text
