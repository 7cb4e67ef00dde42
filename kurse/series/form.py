"""The form in which the office describes a series of dates."""

import json
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.widgets import AdminDateInput, AdminTimeInput

from kurse.models import Course, CourseDate
from kurse.planning.form import MOST_DATES
from kurse.series.dates import (
    A_WEEK,
    ClosedDayChoice,
    Hours,
    Ordinal,
    Rhythm,
    Stop,
    UnreadableDays,
    listed,
    monthly,
    weekly,
)
from pages.forms import CleanFormMixin

# Enough to choose a hundred of them, and short enough to be read.
MOST_PROPOSED = 2 * MOST_DATES
# Laws of holidays are not known for longer; and a year that is mistyped is noticed.
LOOK_BACK, LOOK_AHEAD = timedelta(days=366), timedelta(days=5 * 366)


@dataclass(frozen=True)
class Plan:
    """What a valid form describes: the days of the series before any of them is skipped or moved."""

    days: list[date]
    hours: Hours
    room: str
    on_closed_day: ClosedDayChoice
    in_school_holidays: ClosedDayChoice


def whole_number(label, least: int, most: int, **kwargs) -> forms.IntegerField:
    return forms.IntegerField(
        label=label, validators=[MinValueValidator(least), MaxValueValidator(most)], required=False, **kwargs
    )


class SeriesForm(CleanFormMixin, forms.Form):
    """A series of dates by rule or by list."""

    rhythm = forms.ChoiceField(label=gettext_lazy("Die Termine liegen"), choices=Rhythm.choices)
    first = forms.DateField(
        label=gettext_lazy("Erster Tag"),
        required=False,
        widget=AdminDateInput,
        help_text=gettext_lazy("Bei einem Wochentag im Monat: der Tag, ab dem gesucht wird."),
    )
    every = whole_number(
        gettext_lazy("Alle … Wochen oder Monate"),
        *(1, 26),
        initial=1,
        help_text=gettext_lazy("1: jede Woche oder jeden Monat, 2: jede zweite Woche oder jeden zweiten Monat."),
    )
    which = forms.TypedChoiceField(
        label=gettext_lazy("Welcher im Monat"), choices=Ordinal.choices, coerce=int, empty_value=None, required=False
    )
    weekday = forms.TypedChoiceField(
        label=gettext_lazy("Wochentag im Monat"), choices=WEEKDAYS.items(), coerce=int, empty_value=None, required=False
    )
    until = forms.DateField(label=gettext_lazy("Letzter Tag"), required=False, widget=AdminDateInput)
    count = whole_number(
        gettext_lazy("Oder Anzahl der Termine"),
        *(1, MOST_DATES),
        help_text=gettext_lazy("Bitte nur eines von beiden angeben: den letzten Tag oder die Anzahl."),
    )
    days = forms.CharField(
        label=gettext_lazy("Liste der Tage"),
        max_length=10_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("Ein Tag in jeder Zeile, zum Beispiel 03.12.2026. Ein Wochentag davor stört nicht."),
    )
    starts = forms.TimeField(label=gettext_lazy("Beginn"), widget=AdminTimeInput)
    ends = forms.TimeField(label=gettext_lazy("Ende"), required=False, widget=AdminTimeInput)
    minutes = whole_number(
        gettext_lazy("Oder Dauer in Minuten"),
        *(5, 12 * 60),
        help_text=gettext_lazy("Bitte nur eines von beiden angeben: das Ende oder die Dauer."),
    )
    room = forms.CharField(label=gettext_lazy("Raum"), max_length=80, required=False)
    on_closed_day = forms.ChoiceField(
        label=gettext_lazy("Termine an Feiertagen und Schließtagen"), choices=ClosedDayChoice.choices
    )
    in_school_holidays = forms.ChoiceField(
        label=gettext_lazy("Termine in den Schulferien"), choices=ClosedDayChoice.choices
    )

    groups = (
        (gettext_lazy("Rhythmus"), ("rhythm",)),
        (gettext_lazy("Für Wochen und Monate: ab wann und wie oft"), ("first", "every")),
        (gettext_lazy("Für Wochen und Monate: bis wann"), ("until", "count")),
        (gettext_lazy("Nur für einen Wochentag im Monat"), ("which", "weekday")),
        (gettext_lazy("Nur für eine Liste"), ("days",)),
        (gettext_lazy("Uhrzeit und Raum"), ("starts", "ends", "minutes", "room")),
        (gettext_lazy("Feiertage und Ferien"), ("on_closed_day", "in_school_holidays")),
    )

    def fieldsets(self) -> list[tuple[str, list[forms.BoundField]]]:
        return [(heading, [self[name] for name in names]) for heading, names in self.groups]

    def clean(self):
        typed = super().clean()
        self._only_one("ends", "minutes", _("Bitte geben Sie entweder das Ende an oder die Dauer."))
        if typed.get("starts") and typed.get("ends") and typed["ends"] <= typed["starts"]:
            self.add_error("ends", _("Das Ende muss nach dem Beginn liegen."))
        if typed.get("rhythm") and typed["rhythm"] != Rhythm.LISTED:
            self._only_one("until", "count", _("Bitte geben Sie entweder den letzten Tag an oder die Anzahl."))
            self._needed("first", _("Bitte geben Sie an, ab welchem Tag die Termine liegen."))
        if typed.get("rhythm") == Rhythm.MONTHLY:
            self._needed("which", _("Bitte wählen Sie, der wievielte Wochentag im Monat es ist."))
            self._needed("weekday", _("Bitte wählen Sie den Wochentag."))
        if not self.errors:
            self.series = self._days(typed)
        return typed

    def _needed(self, name: str, message: str) -> None:
        if name not in self.errors and self.cleaned_data.get(name) is None:
            self.add_error(name, message)

    def _only_one(self, name: str, other: str, message: str) -> None:
        values = [self.cleaned_data.get(each) for each in (name, other)]
        if not {name, other} & set(self.errors) and sum(value is not None for value in values) != 1:
            self.add_error(name, message)

    def _days(self, typed: dict) -> list[date]:
        """Return the days of the series, or say at the field why there are none to show."""
        field = "days" if typed["rhythm"] == Rhythm.LISTED else "first"
        try:
            days = days_described_by(typed)
        except UnreadableDays as error:
            unread = ", ".join(f"„{line[:40]}“" for line in error.lines[:5])
            self.add_error(
                field, _("Das lesen wir nicht als Tag: %(lines)s. Bitte so: 03.12.2026.") % {"lines": unread}
            )
            return []
        today = timezone.localdate()
        if not days:
            self.add_error(field, _("In dieser Zeit liegt kein solcher Tag. Bitte prüfen Sie die Angaben."))
        elif days[0] < today - LOOK_BACK or days[-1] > today + LOOK_AHEAD:
            self.add_error(field, _("Bitte geben Sie nur Tage an, die in den nächsten fünf Jahren liegen."))
        elif len(days) > MOST_PROPOSED:
            message = _("Das sind mehr als %(most)s Tage. Bitte wählen Sie ein früheres Ende.")
            self.add_error("days" if field == "days" else "until", message % {"most": MOST_PROPOSED})
        return days

    def plan(self) -> Plan:
        typed = self.cleaned_data
        length = timedelta(minutes=typed["minutes"]) if typed["minutes"] else None
        return Plan(
            days=self.series,
            hours=Hours(typed["starts"], typed["ends"], length),
            room=typed["room"],
            on_closed_day=ClosedDayChoice(typed["on_closed_day"]),
            in_school_holidays=ClosedDayChoice(typed["in_school_holidays"]),
        )

    def digest(self) -> str:
        """Return what tells a form that was changed after its preview from one that was not."""
        return sha256(json.dumps(self.cleaned_data, default=str).encode()).hexdigest()


def days_described_by(typed: dict) -> list[date]:
    """Return the days of a form without errors, one more than may be proposed at the most."""
    if typed["rhythm"] == Rhythm.LISTED:
        return listed(typed["days"])
    stop, most = Stop(typed["until"], typed["count"]), MOST_PROPOSED + 1
    every = typed["every"] or 1
    if typed["rhythm"] == Rhythm.WEEKLY:
        return weekly(typed["first"], stop, every=every, most=most)
    return monthly(typed["first"], stop, typed["which"], typed["weekday"], every=every, most=most)


def beginning_with(course: Course) -> dict:
    """Return how the form begins: a week after the last date of the course, at the same hours."""
    last: CourseDate | None = course.dates.order_by("starts_at").last()
    if last is None:
        return {}
    starts_at, ends_at = (timezone.localtime(moment) for moment in (last.starts_at, last.ends_at))
    return {
        "first": starts_at.date() + A_WEEK,
        "weekday": starts_at.weekday(),
        "starts": starts_at.time().replace(second=0, microsecond=0),
        "ends": ends_at.time().replace(second=0, microsecond=0) if ends_at.date() == starts_at.date() else None,
        "room": last.room,
    }
