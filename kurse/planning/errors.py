"""What can go wrong with a series of dates."""

from django.utils.translation import gettext_lazy as _

from kurse.errors import BookingError


class ProposalOutdated(BookingError):
    code = "proposal_outdated"
    message = _(
        "Seit der Vorschau hat sich etwas geändert, und es ist noch nichts gespeichert. "
        "Bitte sehen Sie die Vorschau noch einmal durch und speichern Sie dann."
    )


class NoDateKept(BookingError):
    code = "no_date_kept"
    message = _("Es bleibt kein Termin übrig. Bitte lassen Sie mindestens einen Tag stehen.")


class TooManyDates(BookingError):
    code = "too_many_dates"
    message = _("Ein Kurs hat höchstens 100 Termine. Bitte lassen Sie mehr Tage aus oder wählen Sie ein früheres Ende.")


class CopyHasNoAddress(BookingError):
    code = "copy_has_no_address"
    message = _(
        "Diese Adresse hat schon eine andere Seite. Ist der Kurs schon kopiert? Sonst wählen Sie bitte eine andere."
    )
