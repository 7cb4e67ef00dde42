"""The public API of kurse: book, look up, confirm, cancel; what is on offer is in courses.py."""

from datetime import datetime
from typing import Annotated, Literal

from django.http import HttpRequest
from django.utils.translation import override
from ninja import Field, Schema, Status

from kurse.api.courses import CourseOut, course_out
from kurse.api.courses import router as courses_router
from kurse.api.interest import router as interest_router
from kurse.api.people import find_booking
from kurse.api.people import router as people_router
from kurse.api.questions import AnswerIn, as_form_data
from kurse.api.router import NamedRouter
from kurse.booking.changing_dates import change_dates, may_change_dates
from kurse.booking.changing_ways import other_ways, take_part
from kurse.booking.forms import CONSENT, BookingForm
from kurse.booking.group_fields import LONGEST_NAME, MOST_PEOPLE
from kurse.booking.lifecycle import accept, cancel, confirm, request_booking
from kurse.booking.rebooking import may_rebook, offered_to, rebook
from kurse.models import Booking, Course
from kurse.models.questions import MOST_QUESTIONS
from kurse.personal_page.case_type import may_cancel, may_confirm
from kurse.planning.form import MOST_DATES
from kurse.questions.fields import AnswersForm
from kurse.states import SeatMode
from kurse.waiting.line import can_accept, position
from pages.api.locale import answered_in
from pages.api.types import CleanStr, IdempotencyKey
from vorgang.forms.validation import validated
from vorgang.guards.limits import check_submission

DateKey = Annotated[int, Field(ge=1, le=2_147_483_647)]
router = NamedRouter("kurse_api", tags=["Kurse"])
router.add_router("", courses_router)
router.add_router("", people_router)
router.add_router("", interest_router)


class BookingIn(Schema):
    """A request for a seat or several; `consent` must be true, the wording is at /buchungen/einwilligung/.

    `people` are the names of all who take part, "" for one that is not known yet; without any, whoever books comes
    alone. All get a seat or none. With `wait` a full course puts them on its waiting list instead of answering 409
    course_full. `mode` says how they take part; a course that takes place on site and online wants it. `dates` are the
    ids of those they come to, wanted by a course with `single_dates` and by no other. `answers` are to the questions
    that the course names at /kurse/{id}/.

    `language` is that of the mails; without it, or where the site lacks it, the one of Accept-Language.
    """

    course: int = Field(ge=1, le=2_147_483_647)
    name: CleanStr = Field(min_length=2, max_length=120)
    email: CleanStr = Field(max_length=254)
    phone: CleanStr = Field("", max_length=40)
    remark: CleanStr = Field("", max_length=1000)
    language: str = Field("", pattern=r"^([a-z]{2}(-[a-z0-9]+)?)?$", max_length=20)
    consent: bool
    wait: bool = False
    association: CleanStr = Field("", max_length=120)
    people: list[Annotated[CleanStr, Field(max_length=LONGEST_NAME)]] = Field([], max_length=MOST_PEOPLE)
    answers: list[AnswerIn] = Field([], max_length=MOST_QUESTIONS)
    mode: Literal["", "on_site", "online"] = ""
    dates: list[DateKey] = Field([], max_length=MOST_DATES)


class BookingOut(Schema):
    """The answer to a request: it names nobody, and is the same for somebody who is booked already."""

    status: str
    course: int


class RebookingIn(Schema):
    """The course to which all people of a booking move, and their answers to what it asks, as in a new booking."""

    course: int = Field(ge=1, le=2_147_483_647)
    answers: list[AnswerIn] = Field([], max_length=MOST_QUESTIONS)


class DatesIn(Schema):
    """The ids of all dates that a booking is for from now on; those that are over stay in any case."""

    dates: list[DateKey] = Field([], max_length=MOST_DATES)


class SeatOut(Schema):
    """Where a booking stands; `seats` is how many people it is for, `can_change_to` how they may take part instead.

    `dates` are the ids of the dates they come to: all of the course, unless it has `single_dates`.
    """

    course: CourseOut
    state: str
    seats: int
    mode: str
    can_change_to: list[str]
    held_until: datetime | None
    can_confirm: bool
    can_accept: bool
    can_cancel: bool
    can_rebook: bool
    dates: list[int]
    can_change_dates: bool
    place_in_line: int | None


@router.get("/buchungen/einwilligung/", response=dict[str, str], url_name="kurse_consent")
def get_consent(request: HttpRequest):
    """Return the wording a person agrees to; show it beside the consent of your own form."""
    return {"text": str(CONSENT)}


@router.post("/buchungen/", response={202: BookingOut}, url_name="kurse_book_api")
def create_booking(request: HttpRequest, payload: BookingIn, idempotency_key: IdempotencyKey):
    """Request a seat for each person, or none; they are held until whoever books confirms by the link in the mail.

    The same Idempotency-Key with the same body repeats the answer without booking again.
    """
    with override(answered_in(payload.language)):
        form = validated(booking_form(payload))
        check_submission(request, payload.email)
        request_booking(payload.course, form.booking_request(), idempotency_key=idempotency_key)
    return Status(202, {"status": "confirmation_sent", "course": payload.course})


def booking_form(payload: BookingIn):
    """Bind the visitor's own form to the payload, so that API and page never judge differently."""
    asked = payload.model_dump()
    people, answers = asked.pop("people"), as_form_data(asked.pop("answers"))
    # Whoever books is named among the people if they come too.
    group = {"number": len(people), "takes_part": False, "people": "\n".join(people)} if people else {}
    course = next(iter(Course.objects.for_form().filter(pk=payload.course)), None)
    return BookingForm.from_program({**asked, **group, **answers}, course=course)


def seat_out(booking: Booking) -> dict:
    seat = booking.leading_seat
    return {
        "course": course_out(booking.course),
        "state": seat.state,
        "seats": len(booking.standing_seats),
        "mode": seat.mode,
        "can_change_to": other_ways(booking),
        "held_until": seat.held_until,
        "can_confirm": may_confirm(booking),
        "can_accept": can_accept(booking),
        "can_cancel": seat.state in {"waiting", "offered"} or may_cancel(booking),
        "can_rebook": may_rebook(booking),
        "dates": [date.pk for date in booking.own_dates()],
        "can_change_dates": may_change_dates(booking),
        "place_in_line": position(booking),
    }


@router.get("/buchungen/{token}/", response=SeatOut, url_name="kurse_booking")
def get_booking(request: HttpRequest, token: str):
    """Return a booking to whoever holds its link; no name, no address."""
    return seat_out(find_booking(token))


@router.post("/buchungen/{token}/bestaetigung/", response=SeatOut, url_name="kurse_booking_confirm")
def confirm_booking(request: HttpRequest, token: str):
    """Confirm a held seat; a second call changes nothing."""
    booking = find_booking(token)
    confirm(booking)
    return seat_out(Booking.objects.get(pk=booking.pk))


@router.post("/buchungen/{token}/annahme/", response=SeatOut, url_name="kurse_booking_accept")
def accept_booking(request: HttpRequest, token: str):
    """Take the seat that is offered; a second call changes nothing, 409 offer_gone if it is too late."""
    booking = find_booking(token)
    accept(booking)
    return seat_out(Booking.objects.get(pk=booking.pk))


@router.post("/buchungen/{token}/teilnahme/vor-ort/", response=SeatOut, url_name="kurse_booking_on_site")
def take_part_on_site(request: HttpRequest, token: str):
    """Take part on site from now on; a second call changes nothing, 409 course_full if no seat is free."""
    return seat_out(otherwise(find_booking(token), SeatMode.ON_SITE))


@router.post("/buchungen/{token}/teilnahme/online/", response=SeatOut, url_name="kurse_booking_online")
def take_part_online(request: HttpRequest, token: str):
    """Take part online from now on; a second call changes nothing, 409 course_full if no seat is free."""
    return seat_out(otherwise(find_booking(token), SeatMode.ONLINE))


@router.put("/buchungen/{token}/termine/", response=SeatOut, url_name="kurse_booking_dates")
def put_dates(request: HttpRequest, token: str, payload: DatesIn):
    """Come to these dates instead, all of the new ones or none; a second call changes nothing.

    409 course_full where one is not free, date_too_late where one is given up after its time, date_not_bookable.
    """
    booking = find_booking(token)
    change_dates(booking, payload.dates)
    return seat_out(Booking.objects.get(pk=booking.pk))


def otherwise(booking: Booking, mode: SeatMode) -> Booking:
    take_part(booking, mode)
    return Booking.objects.get(pk=booking.pk)


@router.post("/buchungen/{token}/stornierung/", response=SeatOut, url_name="kurse_booking_cancel")
def cancel_booking(request: HttpRequest, token: str):
    """Free the seat, decline the offer, or leave the waiting list; a second call changes nothing."""
    booking = find_booking(token)
    cancel(booking)
    return seat_out(Booking.objects.get(pk=booking.pk))


@router.get("/buchungen/{token}/umbuchung/", response=list[CourseOut], url_name="kurse_booking_rebook")
def list_other_courses(request: HttpRequest, token: str):
    """Return the courses with seats for everybody in the booking, those of the same topics first; none if too late."""
    booking = find_booking(token)
    return [course_out(course) for course in offered_to(booking)] if may_rebook(booking) else []


@router.post("/buchungen/{token}/umbuchung/", response=SeatOut, url_name="kurse_booking_rebook")
def rebook_booking(request: HttpRequest, token: str, payload: RebookingIn):
    """Move everybody to another course and free their seats here, both or neither; the link leads there afterwards.

    A second call changes nothing. 409 no_seats_there, booked_there_already, rebooking_too_late, not_rebookable:
    then the booking is what it was.
    """
    booking, course = find_booking(token), Course.objects.filter(pk=payload.course).first()
    form = validated(AnswersForm.from_program(as_form_data(payload.model_dump()["answers"]), course))
    moved = rebook(booking, payload.course, answers=form.answers(), edition=form.edition)
    return seat_out(Booking.objects.get(pk=moved.pk))
