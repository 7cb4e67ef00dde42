"""The verb that makes a draft of an answer from a question to the office; the draft names nobody."""

import re

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils.html import escape
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.models import Page
from wagtail.rich_text import RichText

from vorgang.journal.writing import record
from vorgang.states import StaffAction
from wissen.inquiries.anonymous import without_people
from wissen.inquiries.asking import lock
from wissen.models import Inquiry, QuestionPage, TopicPage

TITLE_LENGTH = 120
LINE_LENGTH = 250
# The first sentence that asks something, else the first one.
SENTENCE = re.compile(r"[^.!?\n]*\?|[^.!?\n]+[.!?]?")


@transaction.atomic(durable=True)
def draft_from(inquiry: Inquiry, topic: TopicPage, *, by: AbstractBaseUser) -> Page:
    """Return an unpublished answer below a topic, found by the words of whoever asked; twice is once.

    Whether somebody may write there the caller has asked. Raises CaseRestricted.
    """
    lock(inquiry)
    if inquiry.draft is not None:
        return inquiry.draft
    page = topic.add_child(instance=page_of(inquiry, by))
    page.save_revision(user=by)
    inquiry.draft = page
    inquiry.save(update_fields=["draft"])
    record(by, StaffAction.CHANGED, inquiry)
    return page


def page_of(inquiry: Inquiry, by: AbstractBaseUser) -> QuestionPage:
    """Return the page, not saved yet: question, words and answer without whoever asked and whoever answered."""
    names = [inquiry.name, *([inquiry.guide.name] if inquiry.guide else []), by.get_full_name()]
    if inquiry.answered_by is not None:
        names.append(inquiry.answered_by.get_full_name())
    question, query, answer = (
        without_people(text, *names) for text in (inquiry.question, inquiry.query, inquiry.answer)
    )
    first, *rest = paragraphs(answer) or [_("Hier fehlt noch die Antwort.")]
    # Where the salutation is gone, what followed its comma begins the text.
    title = capfirst(title_of(question)) or _("Frage ohne Worte")
    return QuestionPage(
        title=title,
        short_answer=rich_text([capfirst(first)]),
        body=[("text", RichText(rich_text(rest)))] if rest else [],
        asked_as=in_one_line(question),
        search_terms=in_one_line(query) if query.casefold() != question.casefold() else "",
        to_check=_("Entstanden aus einer Frage an die Stelle: Ist wirklich nichts mehr über einen Menschen darin?"),
        live=False,
        owner=by,
    )


def title_of(question: str) -> str:
    """Return the sentence that asks, shortened at a word."""
    sentences = [sentence.strip() for sentence in SENTENCE.findall(question) if sentence.strip()]
    asking = next((sentence for sentence in sentences if sentence.endswith("?")), None)
    chosen = asking or (sentences[0] if sentences else "")
    return shortened(chosen, TITLE_LENGTH)


def shortened(text: str, length: int) -> str:
    if len(text) <= length:
        return text
    return text[: length - 1].rsplit(" ", 1)[0].rstrip(" ,;:-") + "…"


def in_one_line(text: str) -> str:
    return shortened(" ".join(text.split()), LINE_LENGTH)


def paragraphs(text: str) -> list[str]:
    return [part.strip() for part in re.split(r"\n\s*\n", text) if part.strip()]


def rich_text(texts: list[str]) -> str:
    """Return plain paragraphs as rich text; what was typed stays text."""
    return "".join(f"<p>{escape(text).replace(chr(10), '<br/>')}</p>" for text in texts)
