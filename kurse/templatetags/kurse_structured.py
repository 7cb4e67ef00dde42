"""A course in the words of schema.org, as part of its page."""

from collections.abc import Sequence
from functools import partial

from django import template
from django.template import Context
from django.utils.safestring import SafeString

from kurse.models import Course, CourseDate
from kurse.programme.structured import event_of
from pages.metadata import absolute, description_of, organisation, script, share_image_url

register = template.Library()


@register.simple_tag(takes_context=True)
def course_event(context: Context, course: Course, dates: Sequence[CourseDate]) -> SafeString | str:
    """Return the JSON-LD of a course on its page; empty where there is no event to tell of."""
    page, request, frame = context["page"], context.get("request"), context.get("frame")
    event = event_of(
        course,
        list(dates),
        page,
        organiser=organisation(frame, request) if frame else None,
        description=description_of(page),
        image=share_image_url(page, request),
        absolute=partial(absolute, request=request),
    )
    return script(event) if event else ""
