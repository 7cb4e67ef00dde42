"""Reviewing answers and programmes: what is due, and that a changed figure makes the answers that use it due."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from json import dumps

from django.db import transaction
from django.db.models import Prefetch, Q, TextField
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.translation import gettext as _

from suche.indexing.following import note_pages
from wissen import conf
from wissen.figures import keys_in
from wissen.models import Figure, ProgrammePage, QuestionPage, ReviewFlag

TEXTS = ("short_answer", "applies_to", "does_not_apply_to")


@dataclass(frozen=True)
class Due:
    """An answer or a programme that should be read again, with the reasons in words."""

    page: QuestionPage | ProgrammePage
    since: date
    reasons: tuple[str, ...]
    checked_on: date


def figure_keys(page: QuestionPage) -> list[str]:
    """Return the figures that a page names, each once, in their order."""
    body = dumps(page.body.stream_block.get_prep_value(page.body), default=str)
    texts = " ".join(getattr(page, name) for name in TEXTS)
    return list(dict.fromkeys(keys_in(f"{texts} {body}")))


def pages_using(key: str) -> Iterator[QuestionPage]:
    """Yield the live pages of all languages that name a figure."""
    named = Q(stored_body__contains=key)
    for name in TEXTS:
        named |= Q(**{f"{name}__contains": key})
    pages = QuestionPage.objects.live().alias(stored_body=Cast("body", TextField())).filter(named)
    # The database finds who might; a key may be the beginning of another one.
    yield from (page for page in pages if key in figure_keys(page))


@transaction.atomic
def flag_uses_of(figure: Figure) -> int:
    """Let every answer that names a figure be read again, and the search read them anew; returns how many."""
    pages = list(pages_using(figure.key))
    reason = _("Die Kennzahl „%(name)s“ wurde geändert.") % {"name": figure.name}
    for page in pages:
        ReviewFlag.objects.update_or_create(page=page, reason=reason, defaults={"raised_on": timezone.localdate()})
    note_pages(pages)
    return len(pages)


def close_flags(page: QuestionPage) -> None:
    """Forget the reasons that are older than the date up to which an answer was checked."""
    ReviewFlag.objects.filter(page=page, raised_on__lte=page.reviewed_on).delete()


def due_answers(today: date | None = None) -> list[Due]:
    """Return the published answers whose review is due or that something has happened to, the oldest first."""
    today = today or timezone.localdate()
    due = QuestionPage.objects.live().filter(Q(next_review__lt=today) | Q(review_flags__isnull=False)).distinct()
    flags = Prefetch("review_flags", queryset=ReviewFlag.objects.order_by("raised_on"))
    found = [due_answer(page, today) for page in due.select_related("locale").prefetch_related(flags)]
    return sorted(found, key=lambda each: (each.since, each.page.pk))


def due_answer(page: QuestionPage, today: date) -> Due:
    flags = list(page.review_flags.all())
    reasons = [flag.reason for flag in flags]
    since = [flag.raised_on for flag in flags]
    if page.next_review and page.next_review < today:
        reasons.append(_("Die Prüfung war für den %(day)s vorgesehen.") % {"day": f"{page.next_review:%d.%m.%Y}"})
        since.append(page.next_review)
    return Due(page, min(since), tuple(reasons), page.reviewed_on)


def due_programmes(today: date | None = None) -> list[Due]:
    """Return the published programmes that hide themselves since nobody has checked them for too long."""
    today = today or timezone.localdate()
    pages = ProgrammePage.objects.live().filter(checked_on__lt=today - conf.funding_fresh_for())
    return [due_programme(page) for page in pages.select_related("locale").order_by("checked_on", "pk")]


def due_programme(page: ProgrammePage) -> Due:
    day = {"day": f"{page.checked_on:%d.%m.%Y}"}
    reason = _("Liste und Suche zeigen das Förderprogramm nicht mehr: Es wurde zuletzt am %(day)s geprüft.") % day
    return Due(page, page.last_fresh_day + timedelta(days=1), (reason,), page.checked_on)


def due_pages(today: date | None = None) -> list[Due]:
    """Return everything that should be read again, the oldest first."""
    return sorted([*due_answers(today), *due_programmes(today)], key=lambda each: (each.since, each.page.pk))
