"""Which course is one that somebody wants to be told of."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone

from kurse.models import Course, CoursePageTag, Interest
from kurse.models.daytimes import Daytime
from kurse.programme.on_offer import courses_on_offer, with_presentation
from kurse.programme.presentation import presented

WORD = re.compile(r"\w{3,}")
SHOWN = 6


@dataclass(frozen=True)
class Offer:
    """What is compared of a course: its topics by key, the text that presents it, where and when it begins."""

    course_id: int
    topics: frozenset[int]
    text: str
    municipality_id: int | None
    is_anywhere: bool
    weekday: str
    daytime: str


def offers_of(courses: Iterable[Course]) -> dict[Course, Offer]:
    """Return courses with a date and what is compared of them, in one query more."""
    courses = [course for course in courses if course.starts_at is not None]
    tags: dict[int, dict[int, str]] = {course.page_id: {} for course in courses}
    tagged = CoursePageTag.objects.filter(content_object__in=tags)
    for page_id, key, name in tagged.values_list("content_object", "tag_id", "tag__name"):
        tags[page_id][key] = name
    return {course: offer_of(course, tags[course.page_id]) for course in courses}


def offer_of(course: Course, topics: dict[int, str]) -> Offer:
    start = timezone.localtime(course.starts_at)
    return Offer(
        course_id=course.pk,
        topics=frozenset(topics),
        text=" ".join([course.page.title, course.page.summary, *topics.values()]).casefold(),
        municipality_id=course.place.municipality_id if course.place else None,
        is_anywhere=course.is_online,
        weekday=str(start.isoweekday()),
        daytime=Daytime.at(start.hour),
    )


def fits(offer: Offer, interest: Interest) -> bool:
    """Whether somebody asked for this course, or for one of its topics at such a place and time."""
    if interest.course_id == offer.course_id:
        return True
    return is_about(offer, interest) and is_within(offer, interest)


def is_about(offer: Offer, interest: Interest) -> bool:
    """Whether a course has one of the topics, or all words of the wish stand in what presents it."""
    words = WORD.findall(interest.wish.casefold())
    is_wished = bool(words) and all(word in offer.text for word in words)
    return is_wished or any(topic.tag_id in offer.topics for topic in interest.topics.all())


def is_within(offer: Offer, interest: Interest) -> bool:
    is_near = offer.is_anywhere or interest.municipality_id in {None, offer.municipality_id}
    return (
        is_near
        and (not interest.weekdays or offer.weekday in interest.weekdays.split(","))
        and (not interest.daytimes or offer.daytime in interest.daytimes.split(","))
    )


def bookable_for(interest: Interest) -> list[Course]:
    """Return the courses one can book now that somebody wants to be told of, the next ones first."""
    offers = offers_of(with_presentation(courses_on_offer().bookable()))
    return presented([course for course, offer in offers.items() if fits(offer, interest)][:SHOWN])
