"""What people on the interest list wait for, in numbers: the office plans courses by it."""

from dataclasses import dataclass

from django.db.models import Count
from django.db.models.functions import Lower
from taggit.models import Tag

from kurse.models import Course, Interest


@dataclass(frozen=True)
class Demand:
    """How many people wait for a course on one topic."""

    topic: Tag
    people: int


def demand() -> list[Demand]:
    """Return the topics that somebody waits for, the most wanted first; a person counts once for each."""
    people = Count(Lower("email"), distinct=True)
    counted = (
        Interest.objects.listening()
        .filter(topics__isnull=False)
        .order_by()
        .values("topics__tag")
        .annotate(people=people)
        .values_list("topics__tag", "people")
    )
    numbers = dict(counted)
    topics = Tag.objects.filter(pk__in=numbers)
    return sorted((Demand(tag, numbers[tag.pk]) for tag in topics), key=lambda each: (-each.people, each.topic.name))


def wishes() -> list[str]:
    """Return what people wrote in their own words, the latest first, each wording once."""
    written = Interest.objects.listening().exclude(wish="").order_by("-created_at").values_list("wish", flat=True)
    return list(dict.fromkeys(written))


def people_waiting_for(course: Course) -> int:
    """Return how many people wait for a course or for one of its topics, wherever and whenever."""
    return Interest.objects.listening().drawn_by(course).people()
