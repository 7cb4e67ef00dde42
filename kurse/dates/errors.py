"""What can go wrong where the dates of a course are booked singly, each with what to do."""

from django.utils.translation import gettext_lazy as _

from kurse.errors import BookingError, CourseFull


class DatesMissing(BookingError):
    code = "dates_missing"
    status = 422
    message = _("Bitte wählen Sie mindestens einen Termin.")


class DatesNotOffered(BookingError):
    """Raised where somebody names dates of a course that is booked as a whole."""

    code = "dates_not_offered"
    status = 422
    message = _("Diesen Kurs bucht man als Ganzes, mit allen Terminen. Bitte wählen Sie keine einzelnen Termine.")


class DateNotBookable(BookingError):
    code = "date_not_bookable"
    message = _(
        "Einer der gewählten Termine lässt sich nicht mehr buchen: Er hat begonnen oder entfällt. "
        "Bitte wählen Sie noch einmal aus den Terminen, die hier stehen."
    )


class DatesFull(CourseFull):
    """Raised where the course has free seats, but not on every date that was chosen."""

    message = _(
        "Nicht an jedem gewählten Termin ist noch ein Platz frei. Bitte wählen Sie andere Termine, oder setzen Sie "
        "sich auf die Warteliste, wenn es eine gibt. Falls Sie schon angemeldet sind, bleibt es dabei: "
        "Den Link zu Ihrer Anmeldung finden Sie in Ihren E-Mails. Dort ändern Sie auch Ihre Termine."
    )


class DatesNotChangeable(BookingError):
    code = "dates_not_changeable"
    message = _(
        "Die Termine dieser Anmeldung lassen sich nicht ändern: Sie ist noch nicht bestätigt, schon beendet, oder der "
        "Kurs findet nicht statt. Bitte sehen Sie auf der Seite der Anmeldung nach."
    )


class DateTooLateToGiveUp(BookingError):
    code = "date_too_late"
    message = _(
        "Für einen Termin, den Sie abgewählt haben, ist die Frist vorbei. Ihre Termine bleiben, wie sie waren. "
        "Bitte rufen Sie uns an, damit wir den Platz weitergeben können."
    )


class NoMoreDatesInLine(BookingError):
    """Raised where somebody in line would wait for more dates, in front of those who wait for them already."""

    code = "no_more_dates_in_line"
    message = _(
        "Solange Sie warten, können Sie Termine nur streichen: Für andere Termine stehen schon Menschen vor Ihnen an. "
        "Möchten Sie einen anderen Termin, auf dem Plätze frei sind, wählen Sie bitte nur freie Termine."
    )


class DatesToChooseThere(BookingError):
    """Raised where somebody would be rebooked to a course without having chosen dates."""

    code = "dates_to_choose_there"
    message = _(
        "In dem anderen Kurs wählt man einzelne Termine. Umbuchen geht dorthin deshalb nicht: Bitte melden Sie sich "
        "dort an und stornieren Sie dann hier. Ihre bisherige Anmeldung bleibt, wie sie ist."
    )
