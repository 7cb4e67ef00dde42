"""What the desk says after people were told of something: how many mails, whom to call."""

from django.utils.translation import ngettext

from kurse.notices.affected import Affected


def outcome(done: str, told: Affected) -> str:
    """Return what was done, followed by how many mails go out and how many people are to be called."""
    mails = ngettext("%(n)s E-Mail geht hinaus.", "%(n)s E-Mails gehen hinaus.", len(told.by_mail))
    text = f"{done} {mails % {'n': len(told.by_mail)}}"
    if not told.by_phone:
        return text
    calls = ngettext(
        "%(n)s Person ohne E-Mail-Adresse steht zum Anrufen im Posteingang.",
        "%(n)s Personen ohne E-Mail-Adresse stehen zum Anrufen im Posteingang.",
        len(told.by_phone),
    )
    return f"{text} {calls % {'n': len(told.by_phone)}}"
