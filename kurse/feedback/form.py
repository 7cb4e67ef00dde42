"""The form for an answer: one mark, and what somebody likes to add."""

from django import forms
from django.utils.translation import gettext_lazy as _

from kurse.feedback.boxes import Given
from kurse.states import Recommendation
from pages.forms import CleanFormMixin

MARKS = [
    ("5", _("sehr gut")),
    ("4", _("gut")),
    ("3", _("mittel")),
    ("2", _("weniger gut")),
    ("1", _("schlecht")),
]
NO_NAMES = _("Freiwillig. Bitte nennen Sie keine Namen, auch nicht Ihren eigenen.")


class FeedbackForm(CleanFormMixin, forms.Form):
    """Four questions; only the first wants an answer."""

    overall = forms.ChoiceField(
        label=_("Wie hat Ihnen der Kurs gefallen?"),
        choices=MARKS,
        widget=forms.RadioSelect,
        error_messages={"required": _("Bitte wählen Sie, wie Ihnen der Kurs gefallen hat.")},
    )
    helped = forms.CharField(
        label=_("Was hat Ihnen geholfen?"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=NO_NAMES,
    )
    missing = forms.CharField(
        label=_("Was hat Ihnen gefehlt?"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=NO_NAMES,
    )
    recommends = forms.ChoiceField(
        label=_("Würden Sie den Kurs weiterempfehlen?"),
        choices=Recommendation.choices,
        required=False,
        widget=forms.RadioSelect,
    )

    def given(self) -> Given:
        """Return the cleaned form as the verb's request."""
        return Given(**{**self.cleaned_data, "overall": int(self.cleaned_data["overall"])})
