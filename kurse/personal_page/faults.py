"""This room's faults in the words of the personal page."""

from kurse.errors import BookingError
from vorgang.errors import CaseError


def performed(verb):
    """Return the verb with this room's faults told in the words of the personal page."""

    def perform(*arguments):
        try:
            return verb(*arguments)
        except BookingError as error:
            raise CaseError(error.message) from error

    return perform
