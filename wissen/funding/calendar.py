"""The deadline of a programme as a calendar file (RFC 5545); nothing here knows a request."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vText

from pages.clean_text import one_line
from vorgang.conf import site_url
from wissen.funding.states import FundingStatus
from wissen.models import ProgrammePage


def deadline_calendar(page: ProgrammePage) -> bytes:
    """Return a file with one event that lasts the day of the deadline and leaves one free; the UID stays for life.

    It has no METHOD: with one, RFC 5546 would want an organizer.
    """
    is_expected = page.status == FundingStatus.EXPECTED
    words = _("Voraussichtliche Frist: %(title)s") if is_expected else _("Frist: %(title)s")
    event = Event()
    event.add("uid", f"frist-{page.pk}@wissen.koordination")
    event.add("dtstamp", page.last_published_at or timezone.now())
    event.add("dtstart", page.deadline)
    event.add("dtend", page.deadline + timedelta(days=1))
    event.add("summary", vText(one_line(words % {"title": page.title})))
    notes = [one_line(page.provider), one_line(page.deadline_note)]
    event.add("description", vText("\n".join(filter(None, notes))))
    event.add("url", site_url() + (page.get_url() or "/"))
    event.add("status", "TENTATIVE" if is_expected else "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    calendar = Calendar()
    calendar.add("prodid", "-//Koordination//Wissen//DE")
    calendar.add("version", "2.0")
    calendar.add_component(event)
    return calendar.to_ical()
