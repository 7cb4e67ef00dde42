"""What vorgang needs to know of a booking: its page, its actions, its place in the inbox, its end."""

from collections.abc import Callable

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kurse.booking.erasure import erase_due
from kurse.booking.lifecycle import HAVE_A_SEAT, accept, cancel, confirm, forget, is_too_late, leave_other_lists
from kurse.booking.wording import CONFIRM_LABEL, CONFIRM_QUESTION
from kurse.errors import HoldLapsed, OfferGone, OthersWereFaster, SeatNotCancellable
from kurse.links import LINK_PURPOSE, links_of_seats
from kurse.models import Booking, Seat
from kurse.people.correction import correct
from kurse.people.new_address import move_seats
from kurse.personal_page.afterwards import is_behind, told_when_it_was
from kurse.personal_page.faults import performed
from kurse.personal_page.way_actions import way_actions
from kurse.states import CancelReason, SeatState
from kurse.waiting.line import also_waiting, can_accept, waits
from vorgang.case_types import CaseAction, CaseType
from vorgang.errors import CaseError


def may_confirm(booking: Booking) -> bool:
    is_unconfirmed = booking.leading_seat.state == SeatState.WAITING and booking.confirmed_at is None
    return booking.leading_seat.state == SeatState.HELD or is_unconfirmed


def may_cancel(booking: Booking) -> bool:
    seat = booking.leading_seat
    return seat.state in HAVE_A_SEAT and not is_too_late(booking, seat)


def is_asked_for(booking: Booking) -> bool:
    return booking.leading_seat.state == SeatState.REQUESTED


def has_sure_seat(booking: Booking) -> bool:
    return booking.leading_seat.state == SeatState.CONFIRMED and not is_behind(booking)


def already_confirmed(booking: Booking) -> str:
    if is_behind(booking):
        return told_when_it_was(booking)
    if waits(booking):
        return _("Sie stehen auf der Warteliste. Einen Platz haben Sie noch nicht.")
    if is_asked_for(booking):
        return _("Danke, Sie haben bestätigt. Jetzt prüfen wir Ihre Anmeldung.")
    return _("Ihre Anmeldung ist bereits bestätigt.") if booking.leading_seat.state == SeatState.CONFIRMED else ""


def already_accepted(booking: Booking) -> str:
    # Who had a seat from the start has nothing to do with offers.
    was_waiting = booking.leading_seat.offered_at is not None and not is_behind(booking)
    if was_waiting and is_asked_for(booking):
        return _("Sie haben den Platz angenommen.")
    return _("Der Platz gehört Ihnen.") if was_waiting and booking.leading_seat.state == SeatState.CONFIRMED else ""


# What the page says of a seat that was given up, by the reason.
GIVEN_UP = {
    CancelReason.SELF: _("Ihre Anmeldung ist bereits storniert."),
    CancelReason.OFFICE: _("Ihre Anmeldung ist bereits storniert."),
    CancelReason.CALLED_OFF: _("Der Kurs ist leider abgesagt."),
    CancelReason.REBOOKED: _("Sie haben umgebucht."),
    CancelReason.TURNED_DOWN: _("Wir konnten Ihnen in diesem Kurs leider keinen Platz geben."),
    CancelReason.DECLINED: _("Sie haben den Platz abgelehnt."),
    CancelReason.LEFT: _("Sie stehen nicht mehr auf der Warteliste."),
}


def given_up(*reasons: CancelReason) -> Callable[[Booking], str]:
    """Return the sentence for a seat that was cancelled for one of these reasons, else the empty one."""

    def already(booking: Booking) -> str:
        is_cancelled = (
            booking.leading_seat.state == SeatState.CANCELLED and booking.leading_seat.cancel_reason in reasons
        )
        return GIVEN_UP[booking.leading_seat.cancel_reason] if is_cancelled else ""

    return already


def why_not_confirm(booking: Booking) -> str:
    return HoldLapsed.message if booking.leading_seat.state == SeatState.LAPSED else CaseError.message


def why_not_accept(booking: Booking) -> str:
    return OthersWereFaster.message if waits(booking) else OfferGone.message


def why_not_cancel(booking: Booking) -> str:
    return SeatNotCancellable.message if booking.leading_seat.state in HAVE_A_SEAT else CaseError.message


def has_other_lists(booking: Booking) -> bool:
    was_waiting = booking.leading_seat.offered_at is not None
    return was_waiting and booking.leading_seat.state == SeatState.CONFIRMED and also_waiting(booking).exists()


def booking_actions() -> tuple[CaseAction, ...]:
    purposes = frozenset({LINK_PURPOSE})
    return (
        CaseAction(
            name="bestaetigen",
            label=CONFIRM_LABEL,
            purposes=purposes,
            is_allowed=may_confirm,
            perform=performed(confirm),
            done=_("Ihre Anmeldung ist bestätigt. Sie erhalten dazu gleich eine E-Mail."),
            already=already_confirmed,
            # Who waits or is asked for has confirmed too, but must not read that the seat is theirs.
            is_done=has_sure_seat,
            refusal=why_not_confirm,
            question=CONFIRM_QUESTION,
            style="primary",
        ),
        CaseAction(
            name="annehmen",
            label=_("Platz annehmen"),
            purposes=purposes,
            is_allowed=can_accept,
            perform=performed(accept),
            done=_("Der Platz gehört Ihnen. Sie erhalten dazu gleich eine E-Mail."),
            already=already_accepted,
            is_done=lambda booking: not is_asked_for(booking) and bool(already_accepted(booking)),
            refusal=why_not_accept,
            question=_("Ein Platz ist frei geworden. Möchten Sie ihn haben?"),
            style="primary",
        ),
        CaseAction(
            name="ablehnen",
            label=_("Platz ablehnen"),
            purposes=purposes,
            is_allowed=lambda booking: booking.leading_seat.state == SeatState.OFFERED,
            perform=performed(cancel),
            done=_(
                "Schade, dass es nicht passt. Danke, dass Sie Bescheid geben: Der Platz geht an die nächste Person."
            ),
            already=given_up(CancelReason.DECLINED),
            question=_("Passt es Ihnen nicht mehr? Dann geben Sie den Platz bitte gleich weiter."),
            style="danger",
        ),
        CaseAction(
            name="stornieren",
            label=_("Anmeldung stornieren"),
            purposes=purposes,
            is_allowed=may_cancel,
            perform=performed(cancel),
            done=_("Ihre Anmeldung ist storniert. Danke, dass Sie Bescheid geben."),
            already=given_up(*set(CancelReason) - {CancelReason.DECLINED, CancelReason.LEFT}),
            refusal=why_not_cancel,
            question=_("Können Sie doch nicht kommen? Dann stornieren Sie bitte, damit andere teilnehmen können."),
            style="danger",
        ),
        CaseAction(
            name="verlassen",
            label=_("Von der Warteliste streichen"),
            purposes=purposes,
            is_allowed=waits,
            perform=performed(cancel),
            done=_("Sie stehen nicht mehr auf der Warteliste."),
            already=given_up(CancelReason.LEFT),
            question=_("Möchten Sie nicht länger warten?"),
            style="danger",
        ),
        CaseAction(
            name="andere-listen-verlassen",
            label=_("Von den anderen Wartelisten streichen"),
            purposes=purposes,
            is_allowed=has_other_lists,
            perform=performed(leave_other_lists),
            done=_("Sie stehen auf keiner anderen Warteliste mehr."),
            is_done=lambda booking: not has_other_lists(booking),
            question=_("Sie stehen noch auf anderen Wartelisten. Brauchen Sie diese Plätze nicht mehr?"),
            style="danger",
        ),
        *way_actions(),
    )


def open_bookings() -> QuerySet:
    """Bookings that wait for an answer or a decision; noting them as answered decides nothing."""
    asks = Q(needs_answer=True, answered_at=None) | Q(pk__in=Seat.objects.undecided().values("booking_id"))
    return Booking.objects.filter(asks, erased_at=None)


def booking_case_type() -> CaseType:
    return CaseType(
        model=Booking,
        label=_("Kursanmeldung"),
        summary_template="kurse/case_summary.html",
        read_once=("seats", "course__dates"),
        actions=booking_actions(),
        admin_url=lambda booking: reverse("kurse_booking:inspect", args=[booking.pk]),
        erase=erase_due,
        forget=performed(forget),
        correct=performed(correct),
        on_forgetting=_(
            "Ihr Platz im Kurs wird frei. Wir zählen weiter, wie viele Menschen angemeldet waren. Wer das war, "
            "steht dann nirgends mehr."
        ),
        inbox=open_bookings,
        part_links=links_of_seats,
        move_parts=performed(move_seats),
    )
