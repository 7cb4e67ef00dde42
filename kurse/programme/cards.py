"""A course as the card of a list."""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kurse.dates.words import when
from kurse.models import Course
from kurse.programme.badges import seats_badge
from kurse.ways.whereabouts import where
from pages.cards import Card, Fact
from pages.languages import passage_language
from pages.templatetags.pages_tags import untranslated


def begins(course: Course) -> str:
    """Return when a course begins; of one that has begun, since when it runs."""
    if course.starts_at is None or course.next_at is not None or timezone.now() < course.starts_at:
        return when(course)
    return _("läuft seit %(day)s") % {"day": date_format(timezone.localtime(course.starts_at), _("D, j. F Y"))}


def price(course: Course) -> str:
    """Return what a course costs; the usual answer in the reader's language, any other as it was written."""
    return _("kostenlos") if course.price_note == "kostenlos" else course.price_note


def marked_price(course: Course) -> SafeString:
    """Return the same for a page, marked where it is in another language than the page."""
    return conditional_escape(price(course)) if course.price_note == "kostenlos" else untranslated(course.price_note)


def as_card(course: Course, eager: bool = False) -> Card:
    badge = seats_badge(course)
    return Card(
        title=course.presentation.title,
        url=course.presentation.get_url() or "",
        language=passage_language(course.presentation),
        kicker=course.get_format_display(),
        text=course.presentation.summary,
        image=course.presentation.image,
        date=timezone.localtime(course.next_at or course.starts_at) if course.starts_at else None,
        meta=(
            Fact("clock", begins(course), _("Wann")),
            Fact("place", where(course), _("Wo")),
            *((Fact("euro", marked_price(course), _("Kosten")),) if course.price_note else ()),
        ),
        badge=badge["text"],
        badge_kind=badge["kind"],
        eager=eager,
    )


def as_cards(courses: list[Course], leading: bool = False) -> list[Card]:
    """Return courses as cards; where the list leads its page, the first picture is seen and loaded at once."""
    return [as_card(course, eager=leading and not number) for number, course in enumerate(courses)]
