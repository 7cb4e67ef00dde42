"""The forms by which the data protection officer locks and releases what is kept of a person."""

from django import forms
from django.utils.translation import gettext_lazy as _

from pages.forms import CleanFormMixin
from vorgang.disclosure.collecting import cases_of_address
from vorgang.disclosure.kept import codes_naming
from vorgang.own_data.forms import DisclosureForm
from vorgang.states import ReleaseGround, RestrictionGround

NAMED_ELSEWHERE = _("Diese Adresse steht nur in Vorgängen, die jemand anderes angelegt hat.")
LOCK_THOSE = _("Sperren lässt sich nur der ganze Vorgang, mit seinem Kennzeichen: %(codes)s.")


class RestrictionForm(DisclosureForm):
    """What is locked, and why; an address that stands only in somebody else's case leads to the code of that."""

    ground = forms.ChoiceField(
        label=_("Grund"),
        choices=RestrictionGround.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Bitte wählen Sie einen Grund.")},
        help_text=_("Die Person liest den Grund in ihrer Auskunft."),
    )

    def clean_sought(self) -> str:
        sought = super().clean_sought()
        if "@" in sought and not cases_of_address(sought) and (codes := codes_naming(sought)):
            raise forms.ValidationError(f"{NAMED_ELSEWHERE} {LOCK_THOSE % {'codes': ', '.join(codes)}}")
        return sought

    def other_codes(self) -> list[str]:
        """Return the codes of cases of others in which the address stands too: they are not locked with it."""
        sought = self.cleaned_data["sought"]
        return codes_naming(sought) if "@" in sought else []


class ReleaseForm(CleanFormMixin, forms.Form):
    """Why a lock goes; its person has to know before it does."""

    ground = forms.ChoiceField(
        label=_("Grund"),
        choices=ReleaseGround.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Bitte wählen Sie einen Grund.")},
    )
    is_told = forms.BooleanField(
        label=_("Die Person ist vorher unterrichtet worden (Artikel 18 Absatz 3 DSGVO)."),
        error_messages={"required": _("Bitte unterrichten Sie die Person zuerst und kreuzen Sie es dann an.")},
    )
