"""The form for what a reader says of an answer."""

from django import forms
from django.utils.translation import gettext_lazy as _

from vorgang.forms.person import PersonForm
from wissen.feedback.keeping import Given
from wissen.states import FeedbackReason

YES, NO = "ja", "nein"


class AnswerFeedbackForm(PersonForm):
    """Yes or no, and what somebody likes to add; keeps robots out like every form, and asks for no person."""

    email_required = False

    helpful = forms.ChoiceField(
        label=_("Hat Ihnen die Antwort geholfen?"),
        choices=[(YES, _("Ja")), (NO, _("Nein"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Bitte wählen Sie Ja oder Nein.")},
    )
    reason = forms.ChoiceField(
        label=_("Woran lag es?"), choices=FeedbackReason.choices, required=False, widget=forms.RadioSelect
    )
    comment = forms.CharField(
        label=_("Möchten Sie uns etwas dazu sagen?"),
        required=False,
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Bitte nennen Sie keine Namen, Adressen oder Telefonnummern. Antworten können wir hier nicht."),
    )

    field_order = ["helpful", "reason", "comment"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["name"], self.fields["email"], self.fields["phone"]
        if self.initial.get("helpful") == YES:
            del self.fields["reason"]

    def is_younger_than_a_person(self, started: str) -> bool:
        """Nobody is too fast here: one press is a whole answer."""
        return False

    def given(self) -> Given:
        """Return the cleaned form as the verb's request."""
        cleaned = self.cleaned_data
        return Given(cleaned["helpful"] == YES, cleaned.get("reason", ""), cleaned["comment"])
