"""The form by which a booking gets other dates: those that can be chosen, and what stays as it is."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kurse.dates.choosing import may_be_chosen
from kurse.dates.errors import DatesMissing
from kurse.dates.words import date_line, seats_on, told_free
from kurse.models import Booking, CourseDate


class DatesForm(forms.Form):
    """Which dates a booking is for from now on; free ones beside its own, never one that somebody waits for."""

    dates = forms.MultipleChoiceField(
        label=_("An welchen Terminen nehmen Sie teil?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": DatesMissing.message,
            "invalid_choice": _("Bitte wählen Sie Termine aus denen, die hier stehen."),
        },
    )

    def __init__(self, booking: Booking, *args, by_staff: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        now, course, number = timezone.now(), booking.course, len(booking.standing_seats)
        own = {date.pk for date in booking.own_dates()}
        self.kept, self.full, choices = [], [], []
        for date in course.dates.all():
            is_late = not by_staff and course.cancellable_until(date.starts_at) <= now
            if date.pk in own and (is_late or not may_be_chosen(date, now, by_staff=by_staff)):
                self.kept.append(date)
            elif date.pk in own:
                choices.append((str(date.pk), date_line(date)))
            elif may_be_chosen(date, now, by_staff=by_staff):
                self.offer(date, seats_on(course, date).free, number, choices)
        # What was free a moment ago the verb judges: it says that somebody was faster.
        self.fields["dates"].choices = [*choices, *((str(date.pk), date_line(date)) for date in self.full)]
        self.fields["dates"].widget.choices = choices
        self.fields["dates"].initial = [str(key) for key in own]
        self.fields["dates"].required = not self.kept
        if by_staff:
            self.fields["dates"].label = _("Gebuchte Termine")

    def offer(self, date: CourseDate, free: int, number: int, choices: list[tuple[str, str]]) -> None:
        if free >= number:
            choices.append((str(date.pk), f"{date_line(date)}: {told_free(free)}"))
        else:
            self.full.append(date)

    def chosen_dates(self) -> set[int]:
        """Return the keys of all dates the booking is for then."""
        return {int(value) for value in self.cleaned_data["dates"]} | {date.pk for date in self.kept}
