"""The form by which somebody wants to be reminded of a programme."""

from django import forms
from django.utils.translation import gettext_lazy as _

from vorgang.subscriptions.form import SubscriptionForm
from wissen.models import ProgrammePage
from wissen.reminders.joining import ReminderRequest
from wissen.reminders.wording import CONSENT, days_before


class ReminderForm(SubscriptionForm):
    """An address and of what its person wants to be told; where no day is left to choose, of the next opening."""

    consent_text = CONSENT

    days = forms.TypedChoiceField(
        label=_("Wann sollen wir Ihnen schreiben?"),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Bitte wählen Sie, wann wir Ihnen schreiben sollen."),
            "invalid_choice": _("Dieser Tag ist schon vorbei. Bitte wählen Sie einen anderen."),
        },
    )
    on_reopening = forms.BooleanField(
        label=_("Schreiben Sie mir auch, wenn das Programm wieder öffnet."), required=False
    )

    field_order = ["days", "on_reopening", "email", "consent"]

    def __init__(self, *args, programme: ProgrammePage, **kwargs):
        self.programme = programme
        super().__init__(*args, **kwargs)
        days = programme.reminder_days
        if days:
            self.fields["days"].choices = [(each, days_before(each)) for each in days]
            self.fields["days"].initial = days[0]
        else:
            del self.fields["days"], self.fields["on_reopening"]

    def subscription_request(self) -> ReminderRequest:
        """Return the cleaned form as the verb's request."""
        given = self.cleaned_data
        return ReminderRequest(
            **self.asked_by(),
            programme_id=self.programme.pk,
            days=given.get("days"),
            on_reopening=given.get("on_reopening", True),
        )
