"""The papers of a course as PDF/UA-1: attendance list, name badges, certificates."""

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

import segno
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kurse.attendance.certificates import Issued
from kurse.attendance.check_codes import grouped
from kurse.attendance.roster import Participant, mark_of, participants
from kurse.models import Course, CourseDate
from vorgang import conf as vorgang_conf
from vorgang.outbox.office import the_office
from vorgang.papers.letters import compiled
from vorgang.papers.look import paper

FOLDER = Path(__file__).parent
# Columns of dates that fit beside a name on a page that stands.
UPRIGHT = 3
# Empty lines for those who come without having booked.
SPARE_LINES = 3
# Points of the largest letters on a badge, by the length of the name.
BADGE_SIZES = ((16, 26), (26, 21), (40, 17), (200, 13))


def day(date: CourseDate) -> str:
    start, end = timezone.localtime(date.starts_at), timezone.localtime(date.ends_at)
    times = {"start": date_format(start, "H:i"), "end": date_format(end, "H:i")}
    return date_format(start, _("l, j. F Y")) + ", " + _("%(start)s bis %(end)s Uhr") % times


# ------------------------------------------------------------------ attendance list


def attendance_list_pdf(course: Course, dates: Sequence[CourseDate], *, to_sign: bool) -> bytes:
    """Return the list of who is expected: a page for each date with a line to sign, or one with a column for each."""
    people = participants(course)
    sheets = [signing_sheet(date, people) for date in dates] if to_sign else [overview_sheet(course, dates, people)]
    content = paper(
        _("Anwesenheitsliste: %(course)s") % {"course": course},
        sheets=sheets,
        number=_("Nr."),
        name=_("Name"),
        flipped=not to_sign and len(dates) > UPRIGHT,
    )
    return compiled(content, FOLDER / "attendance_list.typ")


def signing_sheet(date: CourseDate, people: Sequence[Participant]) -> dict:
    expected = [person for person in people if person.is_expected(date)]
    spare = [{"name": "", "marks": [""]} for _line in range(SPARE_LINES)]
    return {
        "title": day(date),
        "lines": [date.room] if date.room else [],
        "marks": [_("Da")],
        "blank": [_("Unterschrift")],
        "rows": [{"name": person.listed, "marks": [mark_of(person, date)]} for person in expected] + spare,
        "note": "",
    }


def overview_sheet(course: Course, dates: Sequence[CourseDate], people: Sequence[Participant]) -> dict:
    number = ngettext("%(n)s Termin", "%(n)s Termine", len(dates)) % {"n": len(dates)}
    return {
        "title": number,
        "lines": [_("Leitung: %(trainer)s") % {"trainer": course.trainer}] if course.trainer else [],
        "marks": [date_format(timezone.localtime(date.starts_at), "d.m.") for date in dates],
        "blank": [],
        "rows": [{"name": person.listed, "marks": [mark_of(person, date) for date in dates]} for person in people],
        "note": note(course),
    }


def note(course: Course) -> str:
    empty = _("Ein leeres Kästchen heißt: noch nicht eingetragen.")
    dash = _("Ein Strich heißt: hat diesen Termin nicht gebucht.")
    return f"{empty} {dash}" if course.single_dates else empty


# ------------------------------------------------------------------ name badges


def badges_pdf(course: Course) -> bytes:
    """Return the badges of everybody who is expected on site, ten to a page."""
    names = [person.name for person in participants(course) if person.comes]
    content = paper(
        _("Namensschilder: %(course)s") % {"course": course},
        course=str(course),
        people=[{"name": name, "size": badge_size(name)} for name in names],
    )
    return compiled(content, FOLDER / "badges.typ")


def badge_size(name: str) -> int:
    return next(size for longest, size in BADGE_SIZES if len(name) <= longest)


# ------------------------------------------------------------------ certificates


def certificates_pdf(issued: Sequence[Issued], language: str) -> bytes:
    """Return certificates, each on its own page, in a language of the site."""
    with translation.override(vorgang_conf.supported_language(language)):
        content = paper(_("Teilnahmebescheinigung"), certificates=[certificate(one) for one in issued])
        return compiled(content, FOLDER / "certificate.typ")


def certificate(issued: Issued) -> dict:
    told, office = issued.certificate, the_office()
    issued_on = date_format(told.issued_on, _("j. F Y"))
    url = vorgang_conf.site_url() + reverse("kurse_certificate", args=[issued.code])
    return {
        "heading": _("Teilnahmebescheinigung"),
        "name": issued.seat.name,
        "sentence": _("hat teilgenommen am Kurs"),
        "course": told.course_title,
        "lines": [period(told), extent(told)],
        "place_and_day": ", ".join(part for part in (office.place.lstrip("0123456789 "), issued_on) if part),
        "signature": office.name or office.site_title,
        "check": _("Echt? Hier lässt es sich prüfen:"),
        "code": grouped(issued.code),
        "url": url,
        "address": vorgang_conf.site_url().split("//")[-1] + reverse("kurse_certificate_check"),
        "valid": _("Prüfbar bis %(day)s.") % {"day": date_format(told.valid_until, _("j. F Y"))},
        "qr": qr_code(url),
        "qr_alt": _("QR-Code mit der Adresse, unter der diese Bescheinigung geprüft wird"),
    }


def qr_code(url: str) -> str:
    """Return a QR code as SVG; a quarter of it may be stained."""
    drawing = BytesIO()
    segno.make(url, error="q", micro=False).save(drawing, kind="svg", border=2)
    return drawing.getvalue().decode()


def period(told) -> str:
    first, last = (date_format(day, _("j. F Y")) for day in (told.begins_on, told.ends_on))
    return (
        _("am %(day)s") % {"day": first}
        if first == last
        else _("%(first)s bis %(last)s") % {"first": first, "last": last}
    )


def extent(told) -> str:
    """Return how many dates somebody was at, and how many hours that is."""
    dates = ngettext("%(n)s Termin", "%(n)s Termine", told.dates_attended) % {"n": told.dates_attended}
    hours, minutes = divmod(told.minutes_attended, 60)
    parts = [ngettext("%(n)s Stunde", "%(n)s Stunden", hours) % {"n": hours}] if hours else []
    parts += [ngettext("%(n)s Minute", "%(n)s Minuten", minutes) % {"n": minutes}] if minutes else []
    return ", ".join([dates, " ".join(parts)] if parts else [dates])
