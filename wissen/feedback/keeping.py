"""The verbs of "Hat das geholfen?": keep what a reader says, forget it after a year."""

import re
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from vorgang.keeping.erasure import sweep
from wissen.models import AnswerFeedback, QuestionPage
from wissen.models.glossary import language_of

KEPT = timedelta(days=365)
LEFT_OUT = "[…]"
MAIL_ADDRESS = re.compile(r"[^\s@<>()\[\],;:]+\s?@\s?[^\s@<>()\[\],;:]+")
# With the zero or plus of a dialling code, or a long number in one piece; a day, a year or an amount stays.
PHONE = re.compile(r"(?<![\w.,])(?:(?:\+|0)\d?(?:[\s/()-]{0,3}\d){5,}|\d{7,})")


@dataclass(frozen=True)
class Given:
    """What somebody says of an answer; all text is clean already."""

    helpful: bool
    reason: str = ""
    comment: str = ""


def keep_feedback(page: QuestionPage, given: Given) -> None:
    """Keep what somebody says of an answer, without addresses and phone numbers."""
    row = AnswerFeedback(
        translation_key=page.translation_key,
        language=language_of(page),
        helpful=given.helpful,
        reason="" if given.helpful else given.reason,
        comment=without_contacts(given.comment),
    )
    # No page shows it: without a signal the stored pages stay.
    AnswerFeedback.objects.bulk_create([row])


def without_contacts(text: str) -> str:
    """Return a text without what leads to a person: mail addresses and phone numbers."""
    return PHONE.sub(LEFT_OUT, MAIL_ADDRESS.sub(LEFT_OUT, text))


def forget_feedback() -> int:
    """Erase what was said more than a year ago, and return how much."""
    return sweep("wissen.AnswerFeedback", AnswerFeedback.objects.filter(day__lte=timezone.localdate() - KEPT))
