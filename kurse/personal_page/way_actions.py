"""What a person does on the personal page to take part the other way."""

from functools import partial

from django.utils.translation import gettext_lazy as _

from kurse.booking.changing_ways import may_take_part, take_part
from kurse.booking.lifecycle import TAKEN
from kurse.links import LINK_PURPOSE
from kurse.models import Booking
from kurse.personal_page.afterwards import is_behind
from kurse.personal_page.faults import performed
from kurse.states import SeatMode, SeatState
from kurse.ways.errors import WayFull
from vorgang.case_types import CaseAction

ON_SITE, ONLINE = SeatMode.ON_SITE, SeatMode.ONLINE
SAID = {
    ON_SITE: _("Sie nehmen vor Ort teil."),
    ONLINE: _("Sie nehmen online teil."),
}


# In these somebody has chosen how they take part.
TOLD = TAKEN | {SeatState.WAITING}


def already(mode: SeatMode, booking: Booking) -> str:
    seat = booking.leading_seat
    is_so = booking.course.is_hybrid and seat.mode == mode and seat.state in TOLD and not is_behind(booking)
    return SAID[mode] if is_so else ""


def why_not(booking: Booking) -> str:
    return WayFull.message


def way_actions() -> tuple[CaseAction, ...]:
    return (
        CaseAction(
            name="vor-ort-teilnehmen",
            label=_("Vor Ort teilnehmen"),
            purposes=frozenset({LINK_PURPOSE}),
            is_allowed=partial(may_take_part, mode=ON_SITE),
            perform=performed(partial(take_part, mode=ON_SITE)),
            done=_("Sie nehmen jetzt vor Ort teil. Sie erhalten dazu gleich eine E-Mail."),
            already=partial(already, ON_SITE),
            refusal=why_not,
            question=_("Möchten Sie lieber vor Ort teilnehmen?"),
            style="secondary",
        ),
        CaseAction(
            name="online-teilnehmen",
            label=_("Online teilnehmen"),
            purposes=frozenset({LINK_PURPOSE}),
            is_allowed=partial(may_take_part, mode=ONLINE),
            perform=performed(partial(take_part, mode=ONLINE)),
            done=_("Sie nehmen jetzt online teil. Sie erhalten dazu gleich eine E-Mail."),
            already=partial(already, ONLINE),
            refusal=why_not,
            question=_("Möchten Sie lieber online teilnehmen?"),
            style="secondary",
        ),
    )
