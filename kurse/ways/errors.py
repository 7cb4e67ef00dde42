"""What can go wrong where a course takes place on site and online."""

from django.utils.translation import gettext_lazy as _

from kurse.errors import BookingError, CapacityTooSmall, CourseFull


class WayFull(CourseFull):
    """Raised where the course has free seats, but not for the way of taking part that was chosen."""

    message = _(
        "So, wie Sie teilnehmen möchten, ist kein Platz mehr frei. Sie können anders teilnehmen oder sich auf die "
        "Warteliste setzen, wenn es eine gibt."
    )


class ModeMissing(BookingError):
    code = "mode_missing"
    status = 422
    message = _("Bitte wählen Sie, ob Sie vor Ort oder online teilnehmen.")


class ModeNotOffered(BookingError):
    code = "mode_not_offered"
    status = 422
    message = _("So kann man an diesem Kurs nicht teilnehmen. Bitte sehen Sie nach, wie er stattfindet.")


class OnlineCapacityTooSmall(CapacityTooSmall):
    field = "online_capacity"
    message = _(
        "Online sind schon mehr Plätze belegt. Bitte geben Sie mehr Plätze an, stornieren Sie zuerst Buchungen, oder "
        "tragen Sie bei ihnen ein, dass die Personen vor Ort teilnehmen."
    )


class ModeStillBooked(BookingError):
    field = "mode"
    code = "mode_still_booked"
    message = _(
        "Einige Menschen haben so gebucht, wie man nach Ihrer Änderung nicht mehr teilnehmen könnte. Es ist nichts "
        "gespeichert. Bitte fragen Sie sie und ändern Sie zuerst in ihren Buchungen die Teilnahme."
    )


class OffersOpen(BookingError):
    field = "online_capacity"
    code = "offers_open"
    message = _(
        "Jemand von der Warteliste hat gerade ein Angebot. Bitte legen Sie die Plätze vor Ort und online erst "
        "zusammen, wenn es beantwortet oder abgelaufen ist."
    )
