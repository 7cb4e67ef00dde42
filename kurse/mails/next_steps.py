"""What a mail asks of a person next, by where their seat stands."""

from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kurse.booking.changing_dates import may_change_dates
from kurse.models import Booking
from kurse.states import SeatState
from kurse.waiting.line import can_accept, position


def next_step(booking: Booking, *, has_link: bool) -> str:
    """Return what the person should do now and until when; a letter has no link to do it with."""
    seat = booking.leading_seat
    if seat.state == SeatState.HELD:
        return with_remark(booking, with_decision(booking, hold(seat.held_until)))
    if seat.state == SeatState.OFFERED:
        return with_decision(booking, offer(seat.held_until))
    if seat.state == SeatState.REQUESTED:
        return asked(has_link=has_link)
    if seat.state == SeatState.CONFIRMED:
        return cancelling(booking, has_link=has_link)
    if seat.state == SeatState.WAITING and booking.confirmed_at is None:
        return with_remark(booking, joining(seat.held_until))
    if seat.state == SeatState.WAITING and can_accept(booking):
        return _(
            "Öffnen Sie den Link und drücken Sie „Platz annehmen“. Wer zuerst annimmt, bekommt den Platz. "
            "Sind Sie zu spät, sagt Ihnen die Seite Bescheid, und Sie bleiben auf der Warteliste."
        )
    if booking.is_too_large and seat.state == SeatState.WAITING:
        return passed_over()
    return waiting(position(booking)) if seat.state == SeatState.WAITING else ""


def with_decision(booking: Booking, step: str) -> str:
    """Put before what leads to a seat that the office decides then, where it does."""
    if not booking.course.needs_approval:
        return step
    decision = _("Nach Ihrer Antwort prüfen wir die Anmeldung und schreiben Ihnen, ob Sie teilnehmen können.")
    return f"{decision}\n{step}"


def with_remark(booking: Booking, step: str) -> str:
    if not booking.remark:
        return step
    later = _("Ihre Nachricht an uns lesen wir, sobald Sie bestätigt haben.")
    return f"{step}\n{later}"


def spelt(moment: datetime) -> dict[str, str]:
    return {"until": date_format(timezone.localtime(moment), _("l, j. F Y, H:i"))}


def hold(until: datetime) -> str:
    return _(
        "Ihre Anmeldung ist bis %(until)s Uhr vorgemerkt. Öffnen Sie bis dahin den Link und drücken Sie "
        "„Anmeldung bestätigen“. Haben Sie sich nicht angemeldet? Dann müssen Sie nichts tun: Die Reservierung "
        "verfällt, und wir löschen Ihre Angaben."
    ) % spelt(until)


def asked(*, has_link: bool) -> str:
    held = _(
        "Bis wir entschieden haben, halten wir Ihren Platz frei. Wir schreiben Ihnen, ob Sie teilnehmen können. "
        "Sie müssen jetzt nichts tun."
    )
    leaving = (
        _("Möchten Sie doch nicht teilnehmen? Dann stornieren Sie bitte mit dem Link.")
        if has_link
        else _("Können Sie doch nicht kommen? Dann rufen Sie uns bitte an, damit andere teilnehmen können.")
    )
    return f"{held}\n{leaving}"


def offer(until: datetime) -> str:
    return _(
        "Das Angebot gilt bis %(until)s Uhr. Drücken Sie bis dahin „Platz annehmen“. Passt es nicht, "
        "drücken Sie bitte „Platz ablehnen“: Dann kann jemand anderes teilnehmen. Ohne Antwort verfällt das Angebot."
    ) % spelt(until)


def joining(until: datetime) -> str:
    return _(
        "Öffnen Sie bis %(until)s Uhr den Link und drücken Sie „Anmeldung bestätigen“. Erst dann stehen Sie auf der "
        "Warteliste. Waren Sie das nicht? Dann müssen Sie nichts tun: Wir löschen Ihre Angaben."
    ) % spelt(until)


def waiting(place: int | None) -> str:
    return _(
        "Sie stehen auf Platz %(place)s der Warteliste. Wird ein Platz für Sie frei, bekommen Sie eine E-Mail und "
        "haben Zeit zu antworten. Mit dem Link sehen Sie, auf welchem Platz Sie gerade stehen. Dort können Sie sich "
        "auch von der Liste streichen."
    ) % {"place": place}


def passed_over() -> str:
    return _(
        "Der Kurs hat inzwischen weniger Plätze, als Sie brauchen. Darum fragen wir zuerst andere und rufen Sie an. "
        "Können auch weniger von Ihnen kommen? Dann stornieren Sie einzelne Plätze: Ihren Platz in der Reihe behalten "
        "Sie dabei."
    )


def cancelling(booking: Booking, *, has_link: bool) -> str:
    if has_link and may_change_dates(booking):
        return _(
            "Möchten Sie Termine absagen oder andere dazu nehmen? Öffnen Sie den Link und wählen Sie „Termine ändern“. "
            "Können Sie gar nicht kommen, stornieren Sie dort bitte, damit andere teilnehmen können."
        )
    return giving_up(booking, has_link=has_link)


def giving_up(booking: Booking, *, has_link: bool) -> str:
    """Return how somebody gives up a sure seat."""
    if has_link and booking.is_cancellable():
        return _(
            "Können Sie doch nicht kommen? Dann stornieren Sie bitte mit dem Link. Das geht bis %(until)s Uhr, "
            "danach rufen Sie uns bitte an."
        ) % spelt(booking.cancellable_until())
    return _("Können Sie doch nicht kommen? Dann rufen Sie uns bitte an, damit andere teilnehmen können.")
