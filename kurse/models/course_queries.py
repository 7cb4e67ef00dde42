"""What one asks about many courses."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Case, Exists, ExpressionWrapper, F, OuterRef, Q, When
from django.utils import timezone
from wagtail.models import PageViewRestriction

from kurse.models.seating import HAS_FREE_SEATS
from kurse.states import CourseState

# So many days before everybody else the invited may book at most.
MOST_HEAD_START = 14


def has_seats_to_have(now: datetime) -> Q:
    """Courses that have a seat for a newcomer and are not closed, whether booking has begun or not."""
    return Q(
        Q(closes_at__isnull=True) | Q(closes_at__gt=now),
        HAS_FREE_SEATS,
        Q(starts_at__gt=now) | Q(books_until__gt=now),
        state=CourseState.OPEN,
    )


def takes_newcomers(now: datetime) -> Q:
    return has_seats_to_have(now) & (Q(opens_at__isnull=True) | Q(opens_at__lte=now))


# What a booking form that a program fills in asks a course about, whatever is booked there.
ASKED_BY_FORM = (
    *("mode", "single_dates", "has_waiting_list", "questions_edition"),
    *("capacity", "overbooking", "online_capacity", "seats_taken", "seats_waiting", "online_taken", "online_waiting"),
)


class CourseQuerySet(models.QuerySet):
    """The questions one asks about many courses."""

    def for_form(self):
        """Courses with the few columns that judging a program's booking needs; the verb reads the whole row anew."""
        return self.only(*ASKED_BY_FORM).order_by()

    def with_place(self):
        return self.select_related("place__municipality")

    def published(self):
        """Courses whose page is live and open to everybody."""
        # A restriction holds for its page and all below it, whose paths begin with its own.
        above = (
            PageViewRestriction.objects.annotate(
                inner_path=ExpressionWrapper(OuterRef("page__path"), output_field=models.CharField())
            )
            .filter(inner_path__startswith=F("page__path"))
            .order_by()
        )
        return self.filter(~Exists(above), page__live=True)

    def presented_by(self, page):
        """The course of a course page, of any of its translations, or of an alias of one."""
        source = page.alias_of if page.alias_of_id else page
        return self.filter(page__translation_key=source.translation_key)

    def upcoming(self, now: datetime | None = None):
        """Courses that have a date which is not over, the next one first."""
        return self.filter(ends_at__gte=now or timezone.now()).order_by("starts_at", "pk")

    def to_come_first(self, now: datetime | None = None):
        """All courses as the office looks at them: the next one first, then those without a date, then what is over."""
        now = now or timezone.now()
        coming = Case(When(ends_at__gte=now, then=F("starts_at")))
        order = Case(When(ends_at__gte=now, then=0), When(ends_at=None, then=1), default=2)
        return self.order_by(order, coming, F("starts_at").desc(), "pk")

    def bookable(self, now: datetime | None = None):
        """Courses that take a newcomer at this moment."""
        return self.filter(takes_newcomers(now or timezone.now()))

    def bookable_by_invited(self, now: datetime | None = None):
        """Those that take at this moment whom the office invited from the interest list; it may begin before others."""
        now = now or timezone.now()
        opens = Q(opens_at__isnull=True) | Q(opens_at__lte=now)
        for days in range(1, MOST_HEAD_START + 1):
            opens |= Q(head_start_days=days, opens_at__lte=now + timedelta(days=days))
        return self.filter(has_seats_to_have(now), opens)

    def announced(self):
        """Courses a visitor may see in the programme, called-off ones included."""
        return self.filter(state__in=[CourseState.OPEN, CourseState.CALLED_OFF])
