"""What can go wrong when people are told that their course was moved; nothing has gone out then."""

from django.utils.translation import gettext_lazy as _

from kurse.errors import BookingError


class NothingToTell(BookingError):
    code = "nothing_to_tell"
    message = _(
        "An diesem Kurs ist nichts geändert, was noch niemand weiß. Vielleicht ist es schon gemeldet: Bitte sehen Sie "
        "in den Nachrichten nach."
    )


class MoveChanged(BookingError):
    code = "move_changed"
    message = _(
        "Inzwischen wurde der Kurs noch einmal geändert, und es ist noch nichts hinausgegangen. "
        "Bitte sehen Sie die Vorschau noch einmal durch."
    )
