"""The forms about single people of a booking: who they are, and who does not come."""

from collections.abc import Mapping, Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from kurse.booking.group_fields import LONGEST_NAME
from kurse.models import Booking, Seat
from kurse.states import ACTIVE
from pages.forms import CleanFormMixin
from vorgang.validators import validate_name


def field_of(seat: Seat) -> str:
    return f"name-{seat.pk}"


def names_as_sent(booking: Booking, names: Mapping[int, str]) -> dict[str, str]:
    """Return what a form with these names would send; seats that are not mentioned keep theirs."""
    seats = booking.seats.all()
    return {field_of(seat): names.get(seat.pk, seat.name) for seat in seats if seat.pk in names or seat.state in ACTIVE}


class NamesForm(CleanFormMixin, forms.Form):
    """The name on each standing seat of a booking; empty while nobody knows who comes."""

    def __init__(self, booking: Booking, sent: Mapping[str, str] | None = None):
        # A seat that was cancelled since the form was opened keeps what was typed for it, until the verb says so.
        self.seats = [seat for seat in booking.seats.all() if seat.state in ACTIVE or field_of(seat) in (sent or {})]
        names = {
            field_of(seat): forms.CharField(
                label=_("Name auf Platz %(number)s") % {"number": number},
                required=False,
                max_length=LONGEST_NAME,
                validators=[validate_name],
                initial=seat.name,
                widget=forms.TextInput(attrs={"autocomplete": "off"}),
            )
            for number, seat in enumerate(self.seats, start=1)
        }
        # Before the mixin looks at the fields, whose text it cleans.
        self.base_fields = names
        super().__init__(sent)

    def names(self) -> dict[int, str]:
        """Return the clean names by the key of their seat."""
        return {seat.pk: " ".join(self.cleaned_data[field_of(seat)].split()) for seat in self.seats}


class LeavingForm(forms.Form):
    """Which of the people of a booking do not come."""

    people = forms.TypedMultipleChoiceField(
        label=_("Wer kommt nicht?"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Bitte wählen Sie mindestens eine Person."),
            "invalid_choice": _(
                "Eine der gewählten Personen ist schon abgemeldet. Bitte wählen Sie aus denen, die hier noch stehen."
            ),
        },
    )

    def __init__(self, seats: Sequence[Seat], *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["people"].choices = [
            (seat.pk, seat.name or _("Platz %(number)s, Name folgt") % {"number": number})
            for number, seat in enumerate(seats, start=1)
        ]
