"""What templates ask of this room: the programme, a course as a card, the state of its seats."""

from django import template
from django.template import Context
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kurse import conf
from kurse.attendance.certificates import certificates_of
from kurse.attendance.roster import is_over
from kurse.calendars.mine import may_subscribe
from kurse.dates.words import date_line, moment, told_of_date, when
from kurse.mails.next_steps import next_step
from kurse.models import Booking, Course, CourseDate, Seat
from kurse.personal_page.afterwards import is_behind, told_afterwards, told_when_it_was
from kurse.programme.badges import seats_badge
from kurse.programme.cards import as_cards, marked_price, price
from kurse.programme.listing import Programme, programme
from kurse.programme.presentation import presented
from kurse.programme.related import related_courses
from kurse.questions.answering import may_answer
from kurse.states import CourseState, DateState, SeatState
from kurse.waiting.line import also_waiting, can_accept, position
from kurse.ways.whereabouts import where, where_for
from pages.cards import Card
from pages.languages import address_of
from pages.templatetags.pages_tags import untranslated
from vorgang.conf import site_url

register = template.Library()
register.filter(where)
register.filter(date_line)
register.filter(when)
register.filter(told_of_date)
register.filter(seats_badge)
register.filter(price)
register.filter(marked_price)
register.filter(as_cards)
register.filter(is_behind)
register.filter(told_when_it_was)
register.filter(told_afterwards)
register.filter("is_asked_with_all", can_accept)


@register.simple_tag(takes_context=True, name="programme")
def programme_tag(context: Context) -> Programme:
    """Return the programme under the filters of the request."""
    return programme(context["request"].GET)


@register.filter
def address(course: Course) -> str:
    """Return the whole address of a course's page, as a mail needs it."""
    return site_url() + (course.presentation.get_url() or "/")


@register.filter
def programme_address(course: Course) -> str:
    """Return the whole address of the programme in which a course stands."""
    page = course.presentation
    above = page.url_path.rstrip("/").rpartition("/")[0]
    return site_url() + address_of(page.path[: -page.steplen], f"{above}/")


def takes_place(course: Course) -> str:
    """Return whether a course with a minimum takes place for sure, or when that is decided."""
    if course.runs_since is not None:
        return _("ja, es sind genug Anmeldungen da")
    if not course.minimum or course.decide_at is None or course.state == CourseState.CALLED_OFF:
        return ""
    day = date_format(timezone.localtime(course.decide_at), _("j. F Y"))
    return _("ab %(minimum)s Anmeldungen; wir entscheiden am %(day)s") % {"minimum": course.minimum, "day": day}


@register.filter
def facts(course: Course) -> list[dict]:
    """Return the facts of a course as pairs for components/description_list.html."""
    pairs = [
        (_("Format"), course.get_format_display()),
        (_("Wo"), where(course)),
        (_("Leitung"), untranslated(course.public_trainer)),
        (_("Kosten"), marked_price(course)),
        (_("Findet statt"), takes_place(course)),
        (_("Voraussetzungen"), course.presentation.prerequisites),
        (_("Stornieren"), cancelling(course)),
    ]
    return [{"term": term, "text": text} for term, text in pairs if text]


def cancelling(course: Course) -> str:
    """Return until when one cancels; where one books single dates, that depends on which."""
    until = course.cancellable_until()
    if until is None or course.state != CourseState.OPEN:
        return ""
    if course.single_dates and course.cancel_until is None:
        hours = round(conf.cancel_before().total_seconds() / 3600)
        return _("bis %(hours)s Stunden vor dem Termin") % {"hours": hours}
    return _("bis %(until)s") % {"until": moment(until, _("j. F Y, H:i \\U\\h\\r"))}


@register.filter
def booking_facts(booking) -> list[dict]:
    """Return the facts of a booking as its personal page shows them: the first name at most."""
    first_names = [seat.first_name or seat.no_name for seat in booking.standing_seats]
    return seat_facts(booking.leading_seat, "\n".join(first_names) if booking.is_for_group else "")


def seat_facts(seat: Seat, people: str) -> list[dict]:
    """Return whose seat it is, for which course, and until when it is kept."""
    [course] = presented([seat.course])
    dates = seat.booking.own_dates() if course.single_dates else course.dates.all()
    kept = seat.state in {SeatState.HELD, SeatState.OFFERED} and seat.held_until
    pairs = [
        (_("Angemeldet"), people),
        (_("Kurs"), course.presentation.title),
        (_("Wann"), "\n".join(date_line_for(date, seat) for date in dates)),
        (_("Wo"), where_for(course, seat)),
        (_("Teilnahme"), seat.get_mode_display() if course.is_hybrid else ""),
        (
            _("Reserviert bis"),
            kept and moment(seat.held_until, _("l, j. F Y, H:i \\U\\h\\r")),
        ),
    ]
    return [{"term": term, "text": text} for term, text in pairs if text]


@register.filter
def standing(booking: Booking) -> str:
    """Return how a booking stands, in a word or two; an address that is not confirmed waits for nothing yet."""
    seat = booking.leading_seat
    is_in_line = seat.state != SeatState.WAITING or booking.confirmed_at is not None
    return seat.get_state_display() if is_in_line else _("noch nicht bestätigt")


@register.filter
def place_in_line(booking: Booking) -> int | None:
    """Return the place on the waiting list, from 1; None while the address is not confirmed."""
    return position(booking)


@register.filter
def other_lists(booking: Booking) -> list[Booking]:
    """Return the bookings of the same address that wait elsewhere, once this one has got its seat from a list."""
    seat = booking.leading_seat
    if seat.state != SeatState.CONFIRMED or seat.offered_at is None:
        return []
    others = list(also_waiting(booking))
    presented([other.course for other in others])
    return others


@register.filter
def has_questions(booking: Booking) -> bool:
    """Whether a person can see and change what they have answered."""
    return may_answer(booking)


@register.filter
def has_certificate(booking: Booking) -> bool:
    """Whether there is a certificate to fetch: after the course or own single dates, for somebody of this booking."""
    return (is_over(booking.course) or booking.course.single_dates) and bool(certificates_of(booking))


@register.filter
def alternatives(course: Course) -> list[Card]:
    """Return cards of other courses for somebody who cannot have this one; none while it can be booked."""
    is_bookable = course.is_open_for_booking() and not course.is_full
    return [] if is_bookable else as_cards(related_courses(course))


@register.filter
def told_next(booking: Booking, link: str = "") -> str:
    """Return what a mail or letter asks of a person next."""
    return next_step(booking, has_link=bool(link))


@register.filter
def date_line_for(date: CourseDate, seat: Seat) -> str:
    """Return a date for one person: without the room where only others have seats in it."""
    return date_line(date, shows_room=seat.course.tells_place(seat.mode))


@register.filter
def webcal(address: str) -> str:
    """Return the address of a calendar in the form that opens a calendar program."""
    return f"webcal:{address.partition(':')[2]}"


@register.filter
def fate(date: CourseDate) -> str:
    """Return what became of a date in a list of dates; empty while it takes place as planned."""
    if date.course.state == CourseState.CALLED_OFF:
        return _("abgesagt")
    return "" if date.state == DateState.PLANNED else date.get_state_display()


@register.filter
def has_private_calendar(booking: Booking) -> bool:
    """Whether the holder of a booking's link may put all their courses into a calendar of their own."""
    return may_subscribe(booking)
