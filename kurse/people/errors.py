"""What can go wrong with the addresses of single people; nothing has been written then."""

from django.utils.translation import gettext_lazy as _

from kurse.errors import BookingError


def email_field(seat_key: int) -> str:
    """Return the name of the field with the address of a seat's person."""
    return f"email-{seat_key}"


class TooManyAddresses(BookingError):
    """Raised where whoever booked gives one address after the other for a seat: each of them would get a mail."""

    code = "too_many_addresses"
    message = _(
        "Die E-Mail-Adresse zu diesem Platz haben Sie schon mehrmals geändert. Bitte rufen Sie uns an: Wir tragen die "
        "richtige ein."
    )

    def __init__(self, seat_key: int):
        super().__init__()
        self.field = email_field(seat_key)


class SeatStillNeeded(BookingError):
    """Raised where somebody wants to be forgotten whom we expect: nobody could tell who comes."""

    code = "seat_still_needed"
    message = _(
        "Noch erwarten wir Sie im Kurs. Stornieren Sie zuerst Ihren Platz. Danach, oder nach dem Kurs, können Sie Ihre "
        "Angaben löschen."
    )
