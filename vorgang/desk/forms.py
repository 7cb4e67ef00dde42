"""The small forms of the inbox."""

from django import forms
from django.utils.translation import gettext_lazy as _

from pages.forms import CleanFormMixin
from vorgang.states import Decision


class AssignForm(forms.Form):
    """Whom a case is given to; nobody is an answer too."""

    assignee = forms.TypedChoiceField(required=False, empty_value=None)

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        self.people = {str(person.pk): person for person in people}
        self.fields["assignee"].choices = [("", ""), *((key, key) for key in self.people)]
        self.fields["assignee"].coerce = self.people.get
        self.fields["assignee"].error_messages["invalid_choice"] = _(
            "Diese Person darf den Posteingang nicht benutzen."
        )


class NextActionForm(CleanFormMixin, forms.Form):
    next_action = forms.CharField(required=False, max_length=200)


class ReplyForm(CleanFormMixin, forms.Form):
    text = forms.CharField(
        label=_("Antwort"),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_("Anrede, Grußformel und Absender stehen schon in der E-Mail."),
    )


class DecisionForm(ReplyForm):
    """What the office decides on a reported content, with its reasons (DSA Art. 16 and 17)."""

    decision = forms.ChoiceField(label=_("Entscheidung"), choices=Decision.choices, widget=forms.RadioSelect)

    field_order = ["decision", "text"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["text"].label = _("Gründe")

    def clean(self):
        """Put the decision above its reasons: the reply is one text, for the mail and for the file."""
        cleaned = super().clean()
        if cleaned.get("decision") and cleaned.get("text"):
            cleaned["text"] = f"{Decision(cleaned['decision']).label}\n\n{cleaned['text']}"
        return cleaned


class AddressForm(CleanFormMixin, forms.Form):
    """The postal address on a letter: printed, never stored."""

    address = forms.CharField(
        label=_("Anschrift"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Höchstens sechs Zeilen. Die Anschrift wird nur gedruckt und nicht gespeichert."),
    )

    def __init__(self, *args, name: str = "", **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["address"].initial = f"{name}\n"
