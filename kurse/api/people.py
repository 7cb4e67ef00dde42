"""The public API about single people of a booking: who comes, who comes instead, and who does not."""

from typing import Annotated

from django.http import Http404, HttpRequest
from ninja import Field, Schema

from kurse.api.router import NamedRouter
from kurse.booking.group_fields import LONGEST_NAME, MOST_PEOPLE
from kurse.booking.lifecycle import cancel
from kurse.links import booking_of
from kurse.models import Booking
from kurse.people.forms import LeavingForm, NamesForm, names_as_sent
from kurse.people.naming import name_people
from pages.api.types import CleanStr
from vorgang.forms.validation import validated
from vorgang.guards.limits import check_submission

router = NamedRouter("kurse_api_people", tags=["Kurse"])
SeatKey = Annotated[int, Field(ge=1, le=2_147_483_647)]


class PersonOut(Schema):
    """One person of a booking; `name` is empty while nobody knows who comes, `email` unless we write to them."""

    seat: int
    name: str
    email: str
    state: str


class PersonIn(Schema):
    """Who takes a seat from now on; an empty name for nobody yet.

    With an `email` this person is written to directly, "" for no more. Without the key the address stays, unless
    somebody else is named: nobody takes over an address.
    """

    seat: SeatKey
    name: CleanStr = Field("", max_length=LONGEST_NAME)
    email: CleanStr | None = Field(None, max_length=254)


class PeopleIn(Schema):
    """Who comes: seats that are not mentioned stay as they are."""

    people: list[PersonIn] = Field(min_length=1, max_length=MOST_PEOPLE)


class LeavingIn(Schema):
    """Which seats are given up."""

    seats: list[SeatKey] = Field([], max_length=MOST_PEOPLE)


def find_booking(token: str) -> Booking:
    """Return the booking behind a personal link; raises Http404."""
    booking = booking_of(token)
    if booking is None:
        raise Http404
    return booking


def people_of(booking: Booking) -> list[dict]:
    return [
        {"seat": seat.pk, "name": seat.name, "email": seat.email, "state": seat.state}
        for seat in booking.standing_seats
    ]


@router.get("/buchungen/{token}/plaetze/", response=list[PersonOut], url_name="kurse_people")
def get_people(request: HttpRequest, token: str):
    """Return the people of a booking to whoever holds its link."""
    return people_of(find_booking(token))


@router.put("/buchungen/{token}/plaetze/", response=list[PersonOut], url_name="kurse_people")
def put_people(request: HttpRequest, token: str, payload: PeopleIn):
    """Write who comes, all or none, until the course begins; 409 seat_gone for a seat that is not theirs any more.

    409 too_many_addresses once the address of one person was changed too often.
    """
    booking = find_booking(token)
    asked = {person.seat: person.name for person in payload.people}
    addresses = {person.seat: person.email for person in payload.people if person.email is not None}
    form = validated(NamesForm(booking, names_as_sent(booking, asked, addresses)))
    for email in form.new_emails():
        check_submission(request, email)
    names, emails = form.names(), form.emails()
    name_people(
        booking,
        {key: names.get(key, "") for key in asked},
        {key: emails.get(key, "") for key in addresses},
    )
    return people_of(Booking.objects.get(pk=booking.pk))


@router.post("/buchungen/{token}/plaetze/stornierung/", response=list[PersonOut], url_name="kurse_people_cancel")
def cancel_people(request: HttpRequest, token: str, payload: LeavingIn | None = None):
    """Give up these seats, whether booked, offered or waited for; the others keep theirs and their place in line."""
    booking = find_booking(token)
    form = validated(LeavingForm(booking.standing_seats, {"people": payload.seats if payload else []}))
    cancel(booking, only=form.cleaned_data["people"])
    return people_of(Booking.objects.get(pk=booking.pk))
