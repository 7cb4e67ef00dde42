"""The forms about single people of a booking: who they are, and who does not come."""

from collections.abc import Mapping, Sequence

from django import forms
from django.utils.translation import gettext_lazy as _

from kurse.booking.group_fields import LONGEST_NAME
from kurse.errors import BookingError
from kurse.models import Booking, Seat
from kurse.people.errors import email_field
from kurse.states import ACTIVE
from pages.forms import CleanFormMixin
from vorgang.errors import CaseError
from vorgang.forms.validators import validate_name, validate_strict_email


def field_of(seat: Seat) -> str:
    return f"name-{seat.pk}"


def names_as_sent(booking: Booking, names: Mapping[int, str], emails: Mapping[int, str]) -> dict[str, str]:
    """Return what a form with these names and addresses would send; seats that are not mentioned keep theirs."""
    seats = [seat for seat in booking.seats.all() if seat.pk in names or seat.state in ACTIVE]
    told = {email_field(seat.pk): emails[seat.pk] for seat in seats if seat.pk in emails}
    return {field_of(seat): names.get(seat.pk, seat.name) for seat in seats} | told


class NamesForm(CleanFormMixin, forms.Form):
    """The name on each standing seat of a booking, empty while nobody knows who comes, and an address if one likes."""

    def __init__(self, booking: Booking, sent: Mapping[str, str] | None = None):
        # A seat that was cancelled since the form was opened keeps what was typed for it, until the verb says so.
        self.seats = [seat for seat in booking.seats.all() if seat.state in ACTIVE or field_of(seat) in (sent or {})]
        # Before the mixin looks at the fields, whose text it cleans.
        self.base_fields = {
            name: field
            for number, seat in enumerate(self.seats, start=1)
            for name, field in fields_about(seat, number).items()
        }
        super().__init__(sent)

    def clean(self):
        cleaned = super().clean()
        for seat in self.seats:
            if cleaned.get(email_field(seat.pk)) and cleaned.get(field_of(seat)) == "":
                self.add_error(field_of(seat), _("Bitte schreiben Sie zu der E-Mail-Adresse auch den Namen."))
        return cleaned

    def names(self) -> dict[int, str]:
        """Return the clean names by the key of their seat."""
        return {seat.pk: " ".join(self.cleaned_data[field_of(seat)].split()) for seat in self.seats}

    def emails(self) -> dict[int, str]:
        """Return the clean addresses by the key of their seat, of those that were sent."""
        sent = [(seat.pk, email_field(seat.pk)) for seat in self.seats]
        return {key: self.cleaned_data[name] for key, name in sent if name in self.data}

    def new_emails(self) -> list[str]:
        """Return the addresses that seats have not had until now; each would get a mail."""
        known = {seat.pk: seat.email.casefold() for seat in self.seats}
        return [email for key, email in self.emails().items() if email and email.casefold() != known[key]]

    def refuse(self, fault: BookingError | CaseError) -> None:
        """Show what the verb says, at its field where it is about one."""
        field = getattr(fault, "field", None)
        self.add_error(field if field in self.fields else None, fault.message)


HINT = _(
    "Dann schreiben wir dieser Person selbst: Sie bekommt den eigenen Link und hört von uns, wenn sich etwas ändert. "
    "Sonst bekommt niemand die Adresse."
)


def fields_about(seat: Seat, number: int) -> dict[str, forms.Field]:
    """Return the fields about the person of one seat."""
    return {
        field_of(seat): forms.CharField(
            label=_("Name auf Platz %(number)s") % {"number": number},
            required=False,
            max_length=LONGEST_NAME,
            validators=[validate_name],
            initial=seat.name,
            widget=forms.TextInput(attrs={"autocomplete": "off"}),
        ),
        email_field(seat.pk): forms.CharField(
            label=_("E-Mail zu Platz %(number)s") % {"number": number},
            required=False,
            max_length=254,
            validators=[validate_strict_email],
            initial=seat.email,
            widget=forms.EmailInput(attrs={"autocomplete": "off"}),
            # Said once: it is the same at each.
            help_text=HINT if number == 1 else "",
        ),
    }


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
