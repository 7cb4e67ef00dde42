"""What a person reads at a question: why it is asked, on which condition, who reads it, when the answer goes."""

from django.utils.formats import date_format
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kurse.models import Course, Question
from kurse.models.questions import NO, YES
from pages.languages import language_of_settings


def as_written(text: str) -> SafeString | str:
    """Return a text of the office, marked with its language where the page is read in another one."""
    language = language_of_settings()
    return format_html('<span lang="{}" dir="auto">{}</span>', language, text) if language else text


def answer_label(text: str) -> SafeString | str:
    """Return one of the answers one can choose from as it is read."""
    return {YES: _("ja"), NO: _("nein")}.get(text) or as_written(text)


def notes(question: Question, course: Course) -> SafeString:
    """Return what stands at a question, one sentence to a line."""
    return format_html_join(SafeString("<br>"), "{}", [(sentence,) for sentence in sentences(question, course)])


def sentences(question: Question, course: Course) -> list[SafeString]:
    told = [told_as(_("Wofür: %(purpose)s"), purpose=as_written(question.purpose))]
    if question.asked_if_id is not None:
        condition = {"question": as_written(question.asked_if.text), "answer": answer_label(question.asked_if_answer)}
        told.insert(0, told_as(_("Nur falls Sie bei „%(question)s“ mit „%(answer)s“ antworten."), **condition))
    if question.is_sensitive:
        told.append(told_as(_("Diese Angabe ist freiwillig und besonders geschützt.")))
    if question.for_trainer:
        told.append(told_as(_("Das liest auch die Kursleitung.")))
    if course.ends_at is not None:
        day = date_format(question.erased_on(course.ends_at), _("j. F Y"))
        told.append(told_as(_("Wird gelöscht am %(day)s."), day=day))
    return told


def told_as(sentence: str, **told: SafeString | str) -> SafeString:
    """Return a sentence as HTML; what it tells was typed by the office, so it is escaped."""
    escaped = {name: conditional_escape(value) for name, value in told.items()}
    return SafeString(conditional_escape(sentence) % escaped)  # nosec B703 # all of it is escaped


def consent_to(question: Question, *, by_phone: bool = False) -> str:
    """Return the wording by which a person agrees to the use of an answer about their health and the like."""
    told = {"question": question.text, "purpose": question.purpose}
    sentence = (
        _("Die Person hat am Telefon ausdrücklich zugestimmt, dass wir ihre Antwort auf „%(question)s“ verwenden.")
        if by_phone
        else _(
            "Ich bin ausdrücklich einverstanden, dass die Koordinierungsstelle meine Antwort auf „%(question)s“ "
            "verwendet. Ich kann jederzeit widerrufen."
        )
    )
    purpose = _("Wofür: %(purpose)s") % told
    return f"{sentence % told} {purpose}"
