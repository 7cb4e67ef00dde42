"""Other courses for somebody who cannot have this one."""

from collections.abc import Sequence

from django.db.models import Case, Count, F, Q, Value, When

from kurse.models import Course
from kurse.models.page_types import CoursePageTag
from kurse.programme.on_offer import courses_on_offer, for_cards
from kurse.programme.presentation import presented

SHOWN = 3


def related_courses(course: Course, *, most: int = SHOWN, but: Sequence[int] = ()) -> list[Course]:
    """Return courses one can book now, `but` those: with most topics in common first, then of the same format."""
    topics = CoursePageTag.objects.filter(content_object=course.page_id).values("tag")
    alike = Case(When(format=course.format, then=Value(1)), default=Value(0))
    free = for_cards(courses_on_offer().bookable().exclude(pk__in=[course.pk, *but])).annotate(
        shared=Count("page__tagged_items", filter=Q(page__tagged_items__tag__in=topics))
    )
    return presented(list(free.order_by(F("shared").desc(), alike.desc(), "starts_at", "pk")[:most]))
