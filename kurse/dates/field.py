"""The part of a booking form that asks for dates, where a course books them singly."""

import re
from collections.abc import Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from kurse.dates.choosing import may_be_chosen
from kurse.dates.errors import DatesMissing
from kurse.dates.words import date_line, seats_on, told_free
from kurse.models import Course, CourseDate

# What a choice ends with that leads to the waiting list: nobody waits who has not read that a date is full.
WAITS = "-wait"
ALL = "alle"
# No more digits than the key of any row has.
CHOICE = re.compile(rf"(?:{ALL}|[0-9]{{1,18}})(?:{WAITS})?")


class DateChoices(forms.MultipleChoiceField):
    """Check boxes, one for each date; what was open a moment ago the verb judges."""

    widget = forms.CheckboxSelectMultiple

    def valid_value(self, value) -> bool:
        return CHOICE.fullmatch(str(value)) is not None


class DatesField(forms.Form):
    """Single dates with their free seats, and all of them in one choice; a full date leads to its waiting list."""

    dates = DateChoices(
        label=_("Welche Termine möchten Sie buchen?"),
        required=False,
        error_messages={
            "required": DatesMissing.message,
            "invalid_choice": _("Bitte wählen Sie Termine aus denen, die hier stehen."),
        },
    )

    def offer_dates(self, course: Course, number: int = 1, *, by_staff: bool = False) -> None:
        """Ask on which dates so many people come, with the seats free now; nothing where there is no choice."""
        if not course.single_dates:
            self.fields.pop("dates", None)
            return
        field = self.fields["dates"]
        field.required = True
        dates = [date for date in course.dates.all() if may_be_chosen(date, by_staff=by_staff)]
        found = [(date, choice_of(course, date, number)) for date in dates]
        open_dates = [(date, choice) for date, choice in found if choice]
        self.all_dates = tuple(date.pk for date, _choice in open_dates)
        field.widget.choices = [*all_of([choice for _date, choice in open_dates])]
        field.widget.choices += [choice for _date, choice in open_dates]
        told = [str(_("Ausgebucht: %(date)s.")) % {"date": date_line(date)} for date, choice in found if not choice]
        if any(value.endswith(WAITS) for value, _label in field.widget.choices):
            told.append(str(WAIT_FOR_ALL))
        field.help_text = " ".join(told)

    def chosen_dates(self) -> tuple[int, ...]:
        """Return the keys of the dates that were chosen; none where there was no choice."""
        chosen = [value.removesuffix(WAITS) for value in self.cleaned_data.get("dates", [])]
        return self.all_dates if ALL in chosen else tuple(sorted({int(value) for value in chosen}))

    def waits_for_dates(self) -> bool:
        """Whether a date that was chosen was full when it was chosen."""
        return any(value.endswith(WAITS) for value in self.cleaned_data.get("dates", []))

    # Of the form as it was offered; a program names its dates one by one.
    all_dates: tuple[int, ...] = ()


WAIT_FOR_ALL = _(
    "Ist ein gewählter Termin ausgebucht, warten Sie auf alle gewählten zusammen. Möchten Sie sofort einen Platz, "
    "wählen Sie nur Termine mit freien Plätzen."
)


def choice_of(course: Course, date: CourseDate, number: int) -> tuple[str, str] | None:
    """Return a date as value and label; None where so many neither get a seat on it nor may wait for one."""
    free, line = seats_on(course, date).free, date_line(date)
    if free >= number:
        return str(date.pk), f"{line}: {told_free(free)}"
    if not course.has_waiting_list:
        return None
    if not free:
        label = _("%(date)s: ausgebucht, auf die Warteliste")
    else:
        label = _("%(date)s: zu wenige Plätze frei (%(n)s), auf die Warteliste")
    return f"{date.pk}{WAITS}", str(label) % {"date": line, "n": free}


def all_of(choices: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the choice of all dates, where there are several."""
    if len(choices) < 2:
        return []
    if any(value.endswith(WAITS) for value, _label in choices):
        return [(f"{ALL}{WAITS}", str(_("Alle Termine: auf die Warteliste, bis auf jedem ein Platz frei ist")))]
    return [(ALL, str(_("Alle Termine")))]
