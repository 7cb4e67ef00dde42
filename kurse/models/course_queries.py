"""What one asks about many courses."""

from datetime import datetime

from django.db import models
from django.db.models import Exists, ExpressionWrapper, F, OuterRef, Q
from django.utils import timezone
from wagtail.models import PageViewRestriction

from kurse.models.seating import HAS_FREE_SEATS
from kurse.states import CourseState


class CourseQuerySet(models.QuerySet):
    """The questions one asks about many courses."""

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

    def bookable(self, now: datetime | None = None):
        """Courses that take a newcomer at this moment."""
        now = now or timezone.now()
        return self.filter(
            Q(opens_at__isnull=True) | Q(opens_at__lte=now),
            Q(closes_at__isnull=True) | Q(closes_at__gt=now),
            HAS_FREE_SEATS,
            Q(starts_at__gt=now) | Q(books_until__gt=now),
            state=CourseState.OPEN,
        )

    def announced(self):
        """Courses a visitor may see in the programme, called-off ones included."""
        return self.filter(state__in=[CourseState.OPEN, CourseState.CALLED_OFF])
