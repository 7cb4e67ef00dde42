"""The part of a booking form that asks how one takes part, where a course offers the choice."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from kurse.models import Course
from kurse.states import SeatMode

# What a choice ends with that leads to the waiting list: nobody waits who has not read that the way is full.
WAITS = "-wait"
CHOICES = [(f"{mode.value}{end}", mode.label) for mode in SeatMode for end in ("", WAITS)]


class ModeField(forms.Form):
    """On site or online, each with its free seats; a full way leads to its waiting list."""

    mode = forms.ChoiceField(
        label=_("Wie möchten Sie teilnehmen?"),
        required=False,
        choices=CHOICES,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Bitte wählen Sie, ob Sie vor Ort oder online teilnehmen."),
            "invalid_choice": _("Bitte wählen Sie, ob Sie vor Ort oder online teilnehmen."),
        },
    )

    def offer_ways(self, course: Course, number: int = 1) -> None:
        """Ask how so many people take part, with the seats that are free now; nothing where there is no choice."""
        if not course.is_hybrid:
            self.fields.pop("mode", None)
            return
        field = self.fields["mode"]
        field.required = True
        field.widget.choices = [choice for mode in course.ways if (choice := choice_of(course, mode, number))]
        offered = {value.removesuffix(WAITS) for value, _label in field.widget.choices}
        field.help_text = ", ".join(told_of_way(course, mode) for mode in course.ways if mode not in offered)

    def way(self) -> str:
        """Return the way that was chosen; "" where there was no choice."""
        return self.cleaned_data.get("mode", "").removesuffix(WAITS)

    def waits_for_way(self) -> bool:
        """Whether the way that was chosen was full when it was chosen."""
        return self.cleaned_data.get("mode", "").endswith(WAITS)


def told_of_way(course: Course, mode: SeatMode) -> str:
    """Return a way of taking part with the seats that are free for it."""
    pool = course.pool_of(mode)
    if pool.is_full:
        return str(_("%(way)s: ausgebucht")) % {"way": mode.label}
    free = ngettext("%(way)s: %(n)s Platz frei", "%(way)s: %(n)s Plätze frei", pool.free)
    return free % {"way": mode.label, "n": pool.free}


def choice_of(course: Course, mode: SeatMode, number: int) -> tuple[str, str] | None:
    """Return a way of taking part as value and label; None where so many neither get a seat nor may wait for one."""
    pool = course.pool_of(mode)
    if pool.free >= number:
        return mode.value, told_of_way(course, mode)
    if not course.has_waiting_list:
        return None
    if pool.is_full:
        label = _("%(way)s: ausgebucht, auf die Warteliste")
    else:
        label = _("%(way)s: zu wenige Plätze frei (%(n)s), auf die Warteliste")
    return f"{mode.value}{WAITS}", str(label) % {"way": mode.label, "n": pool.free}
