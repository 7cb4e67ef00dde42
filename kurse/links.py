"""The personal links of this room: what a token is good for."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext

from kurse import conf
from kurse.models import Booking, Course, Seat
from kurse.states import SeatState
from vorgang.case_types import PartLink
from vorgang.links import mint, personal_url, resolve
from vorgang.models import PersonalLink

LINK_PURPOSE = "kurse.booking"
TRAINER_PURPOSE = "kurse.trainer"
SEAT_PURPOSE = "kurse.seat"
# So many seats one mail leads to.
MOST_SEATS = 20


def booking_of(token: str) -> Booking | None:
    """Return the booking a token opens; None for every token that is not good for exactly this."""
    link = resolve(token)
    if link is None or link.purpose != LINK_PURPOSE or not isinstance(link.target, Booking):
        return None
    return link.target


def course_of(link: PersonalLink) -> Course | None:
    """Return the course whose list a link opens; None for a link that is not a trainer's."""
    if link.purpose != TRAINER_PURPOSE or not isinstance(link.target, Course):
        return None
    return link.target


def seat_of(link: PersonalLink) -> Seat | None:
    """Return the seat a link opens to its own person; None for every other link."""
    if link.purpose != SEAT_PURPOSE or not isinstance(link.target, Seat):
        return None
    return link.target


def mint_for_seat(seat: Seat) -> str:
    """Return the token of a new link to one seat, which ends when its person is forgotten at the latest."""
    end = max(seat.course.ends_at or timezone.now(), timezone.now())
    return mint(seat, SEAT_PURPOSE, end - timezone.now() + conf.erase_after_course())


def links_of_seats(email: str, language: str) -> list[PartLink]:
    """Make a link to each sure seat of somebody whom another one registered with this address, the latest first."""
    seats = Seat.objects.filter(email__iexact=email, state=SeatState.CONFIRMED, booking__restricted_at=None)
    found = seats.select_related("booking", "course__page").order_by("-pk")[:MOST_SEATS]
    return [
        PartLink(
            label=gettext("Ihr Platz im Kurs: %(title)s") % {"title": seat.course.presentation.title},
            url=personal_url(mint_for_seat(seat), language, "kurse_seat"),
        )
        for seat in found
        if seat.is_written_to
    ]


def mint_for_trainer(course: Course) -> str:
    """Return the token of a new link to the list of a course, which ends some days after the last date."""
    end = max(course.ends_at or timezone.now(), timezone.now())
    return mint(course, TRAINER_PURPOSE, end - timezone.now() + conf.trainer_link_after())


def trainer_links(course: Course) -> QuerySet:
    """Return the links to the list of a course that open it now, the newest first."""
    kind = ContentType.objects.get_for_model(Course)
    return PersonalLink.objects.filter(
        purpose=TRAINER_PURPOSE,
        content_type=kind,
        object_id=course.pk,
        revoked_at__isnull=True,
        expires_at__gt=timezone.now(),
    ).order_by("-created_at")
