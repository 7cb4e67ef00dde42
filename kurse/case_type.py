"""What vorgang needs to know of a booking: its page, its actions, its place in the inbox, its end."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kurse.booking import cancel, confirm, forget
from kurse.correction import correct
from kurse.erasure import erase_due
from kurse.errors import BookingError, HoldLapsed, SeatNotCancellable
from kurse.links import LINK_PURPOSE
from kurse.models import Booking
from kurse.states import SeatState
from kurse.wording import CONFIRM_LABEL, CONFIRM_QUESTION
from vorgang.case_types import CaseAction, CaseType
from vorgang.errors import CaseError


def performed(verb):
    """Return the verb with this room's faults told in the words of the personal page."""

    def perform(booking: Booking, *arguments) -> None:
        try:
            verb(booking, *arguments)
        except BookingError as error:
            raise CaseError(error.message) from error

    return perform


def may_cancel(booking: Booking) -> bool:
    return booking.seat.state in {SeatState.HELD, SeatState.CONFIRMED} and booking.course.is_cancellable()


def already_confirmed(booking: Booking) -> str:
    return _("Ihre Anmeldung ist bereits bestätigt.") if booking.seat.state == SeatState.CONFIRMED else ""


def already_cancelled(booking: Booking) -> str:
    return _("Ihre Anmeldung ist bereits storniert.") if booking.seat.state == SeatState.CANCELLED else ""


def why_not_confirm(booking: Booking) -> str:
    return HoldLapsed.message if booking.seat.state == SeatState.LAPSED else CaseError.message


def why_not_cancel(booking: Booking) -> str:
    holds_a_seat = booking.seat.state in {SeatState.HELD, SeatState.CONFIRMED}
    return SeatNotCancellable.message if holds_a_seat else CaseError.message


def booking_case_type() -> CaseType:
    purposes = frozenset({LINK_PURPOSE})
    return CaseType(
        model=Booking,
        label=_("Kursanmeldung"),
        summary_template="kurse/case_summary.html",
        actions=(
            CaseAction(
                name="bestaetigen",
                label=CONFIRM_LABEL,
                purposes=purposes,
                is_allowed=lambda booking: booking.seat.state == SeatState.HELD,
                perform=performed(confirm),
                done=_("Ihre Anmeldung ist bestätigt. Sie erhalten dazu gleich eine E-Mail."),
                already=already_confirmed,
                refusal=why_not_confirm,
                question=CONFIRM_QUESTION,
                style="primary",
            ),
            CaseAction(
                name="stornieren",
                label=_("Anmeldung stornieren"),
                purposes=purposes,
                is_allowed=may_cancel,
                perform=performed(cancel),
                done=_("Ihre Anmeldung ist storniert. Danke, dass Sie den Platz freigeben."),
                already=already_cancelled,
                refusal=why_not_cancel,
                question=_("Können Sie doch nicht kommen? Dann geben Sie den Platz bitte frei."),
                style="danger",
            ),
        ),
        admin_url=lambda booking: reverse("kurse_booking:inspect", args=[booking.pk]),
        erase=erase_due,
        forget=performed(forget),
        correct=performed(correct),
        on_forgetting=_(
            "Ihr Platz im Kurs wird frei. Wir zählen weiter, wie viele Menschen angemeldet waren. Wer das war, "
            "steht dann nirgends mehr."
        ),
        inbox=lambda: Booking.objects.filter(needs_answer=True, answered_at=None, erased_at=None),
    )
