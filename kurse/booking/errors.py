"""What can go wrong when a booking goes to another course, or the office decides about it; nothing has changed then."""

from django.utils.translation import gettext_lazy as _

from kurse.errors import BookingError


class NotRebookable(BookingError):
    code = "not_rebookable"
    message = _(
        "Diese Anmeldung lässt sich nicht umbuchen: Sie ist noch nicht bestätigt, schon beendet, oder es ist derselbe "
        "Kurs. Bitte wählen Sie einen anderen Kurs."
    )


class RebookingTooLate(BookingError):
    code = "rebooking_too_late"
    message = _("Die Frist zum Umbuchen ist vorbei. Ihre Anmeldung bleibt bestehen. Bitte rufen Sie uns an.")


class NoSeatsThere(BookingError):
    code = "no_seats_there"
    message = _(
        "In dem anderen Kurs sind nicht mehr genug Plätze frei. Ihre bisherige Anmeldung bleibt bestehen. "
        "Bitte wählen Sie einen anderen Kurs."
    )


class BookedThereAlready(BookingError):
    code = "booked_there_already"
    message = _(
        "Für den anderen Kurs gibt es von Ihnen oder jemandem in Ihrer Anmeldung schon eine Anmeldung. "
        "Ihre bisherige Anmeldung bleibt bestehen. Bitte wählen Sie einen anderen Kurs."
    )


class OfficeDecidesThere(BookingError):
    """Raised where people themselves would give up a seat for one about which the office has yet to decide."""

    code = "office_decides_there"
    message = _(
        "Wer an diesem Kurs teilnimmt, entscheiden wir. Umbuchen können Sie dorthin deshalb nicht selbst: "
        "Bitte rufen Sie uns an. Ihre bisherige Anmeldung bleibt, wie sie ist."
    )


class NothingToDecide(BookingError):
    """Raised where the office decides about a booking that does not, or no longer, wait for it."""

    code = "nothing_to_decide"
    message = _(
        "Über diese Buchung ist nichts zu entscheiden: Sie ist noch nicht bestätigt, schon entschieden, storniert oder "
        "verfallen. Bitte sehen Sie sich ihren Stand an."
    )
