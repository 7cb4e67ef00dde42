"""What the office cannot change about dates that somebody booked singly, each with what to do instead."""

from django.utils.translation import gettext_lazy as _

from kurse.errors import BookingError


class DateHasBookings(BookingError):
    code = "date_has_bookings"
    message = _(
        "Einen Termin, den Sie löschen wollen, hat schon jemand gebucht. Setzen Sie ihn bitte auf „entfällt“, statt "
        "ihn zu löschen: Dann sagen wir es denen, die ihn gebucht haben."
    )


class SingleDatesBooked(BookingError):
    field = "single_dates"
    code = "single_dates_booked"
    message = _(
        "Es gibt Anmeldungen, die nicht alle Termine umfassen. Deshalb bleiben die Termine einzeln buchbar. "
        "Soll der Kurs künftig nur als Ganzes gebucht werden, kopieren Sie ihn bitte und ändern Sie die Kopie."
    )
