"""The forms by which the data protection officer locks and releases what is kept of a person."""

from django import forms
from django.utils.translation import gettext_lazy as _

from pages.forms import CleanFormMixin
from vorgang.own_data.forms import DisclosureForm
from vorgang.states import ReleaseGround, RestrictionGround


class RestrictionForm(DisclosureForm):
    """What is locked, and why."""

    ground = forms.ChoiceField(
        label=_("Grund"),
        choices=RestrictionGround.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Bitte wählen Sie einen Grund.")},
        help_text=_("Die Person liest den Grund in ihrer Auskunft."),
    )


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
