"""What happens when something of this room has been published."""

from vorgang.journal.writing import record
from vorgang.states import StaffAction


def note_mail_text(instance, revision, **kwargs):
    """Write into the journal whose words go out from now on; a draft changes no mail."""
    record(revision.user, StaffAction.CHANGED, instance)
