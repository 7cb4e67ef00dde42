"""A course as schema.org knows events, for search engines: what its page says, and never who comes or leads it."""

from collections.abc import Callable, Sequence
from datetime import datetime

from django.utils import timezone
from django.utils.translation import get_language

from kurse.models import Course, CourseDate, CoursePage
from kurse.states import CourseFormat, CourseMode, CourseState, DateState
from pages.metadata import without_empty

SCHEMA = "https://schema.org"
SOCIAL = {CourseFormat.REGULARS_TABLE}
ATTENDANCE = {
    CourseMode.ON_SITE: "OfflineEventAttendanceMode",
    CourseMode.ONLINE: "OnlineEventAttendanceMode",
    CourseMode.HYBRID: "MixedEventAttendanceMode",
}
FREE = "kostenlos"


def event_of(
    course: Course,
    dates: Sequence[CourseDate],
    page: CoursePage,
    *,
    organiser: dict | None,
    description: str,
    image: str,
    absolute: Callable[[str], str],
) -> dict | None:
    """Return a course with its dates as an Event; None before it is announced and it is known when and where.

    With several dates the event is the whole course, and each date a part of it. The link by which people take part
    online is for those who have a seat: the virtual place is the course's page. Source: schema.org/Event.
    """
    url = absolute(page.get_url() or "")
    places = locations(course, url, absolute)
    if course.state == CourseState.DRAFT or course.starts_at is None or not places:
        return None
    shared = {
        "@type": "SocialEvent" if course.format in SOCIAL else "EducationEvent",
        "name": page.title,
        "eventAttendanceMode": f"{SCHEMA}/{ATTENDANCE[course.mode]}",
        "location": places,
    }
    return without_empty(
        {
            "@context": SCHEMA,
            "@id": f"{url}#kurs",
            **shared,
            "description": description,
            "url": url,
            "image": image,
            "inLanguage": get_language(),
            "startDate": local(course.starts_at),
            "endDate": local(course.ends_at),
            "eventStatus": status_of(course, dates),
            "organizer": organiser,
            "offers": offer(course, url),
            "isAccessibleForFree": course.price_note == FREE,
            "maximumAttendeeCapacity": course.capacity,
            "subEvent": [part(date, course, shared) for date in dates] if len(dates) > 1 else None,
        }
    )


def part(date: CourseDate, course: Course, shared: dict) -> dict:
    return {
        **shared,
        "startDate": local(date.starts_at),
        "endDate": local(date.ends_at),
        "eventStatus": status_of(course, [date]),
    }


def status_of(course: Course, dates: Sequence[CourseDate]) -> str:
    """Return whether dates are held as first announced, moved, or not held at all."""
    held = [date for date in dates if date.state != DateState.DROPPED]
    if course.state == CourseState.CALLED_OFF or not held:
        return f"{SCHEMA}/EventCancelled"
    is_moved = any(date.state == DateState.MOVED for date in held)
    return f"{SCHEMA}/{'EventRescheduled' if is_moved else 'EventScheduled'}"


def locations(course: Course, url: str, absolute: Callable[[str], str]) -> list[dict]:
    found = []
    if course.mode != CourseMode.ONLINE and course.place is not None:
        place = course.place
        address = {
            "@type": "PostalAddress",
            "streetAddress": place.street,
            "postalCode": place.postal_code,
            "addressLocality": place.city or place.municipality.name,
            "addressCountry": "DE",
        }
        found.append(
            without_empty(
                {
                    "@type": "Place",
                    "name": place.name,
                    "address": without_empty(address),
                    "url": absolute(place.get_absolute_url()),
                }
            )
        )
    if course.is_online:
        found.append({"@type": "VirtualLocation", "url": url})
    return found


def offer(course: Course, url: str) -> dict:
    """Return what it costs to take part, and whether one can."""
    return without_empty(
        {
            "@type": "Offer",
            "url": url,
            # Any other note is a text ("5 Euro für Material"), of which no program knows the sum.
            **({"price": "0", "priceCurrency": "EUR"} if course.price_note == FREE else {}),
            "description": "" if course.price_note == FREE else course.price_note,
            "availability": f"{SCHEMA}/{availability(course)}",
            "validFrom": local(course.opens_at) if course.opens_at else "",
        }
    )


def availability(course: Course) -> str:
    now = timezone.now()
    if course.state == CourseState.OPEN and course.opens_at and now < course.opens_at:
        return "PreOrder"
    if not course.is_open_for_booking(now):
        return "OutOfStock"
    if course.is_full:
        return "SoldOut"
    return "LimitedAvailability" if course.is_scarce else "InStock"


def local(moment: datetime) -> str:
    """Return a moment by the clock of the county, with its distance to UTC."""
    return timezone.localtime(moment, timezone.get_default_timezone()).replace(microsecond=0).isoformat()
