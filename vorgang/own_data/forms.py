"""The forms by which a person puts right what we keep of them, and by which the office looks it up."""

from django import forms
from django.utils.translation import gettext_lazy as _

from pages.forms import CleanFormMixin
from vorgang.disclosure.collecting import case_of_code, cases_of_address
from vorgang.forms.person import PersonForm
from vorgang.forms.validators import validate_strict_email
from vorgang.inbox.contact_form import LostLinkForm
from vorgang.models import Case


class CorrectionForm(PersonForm):
    """Name and phone of one case; whoever sends it holds a link, so nothing keeps robots out."""

    by_staff = True

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["email"]


class NewAddressForm(LostLinkForm):
    """The address to which everything is to be moved."""

    by_staff = True

    def __init__(self, *args, former_email: str, **kwargs):
        self.former_email = former_email
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("Neue E-Mail-Adresse")

    def clean_email(self) -> str:
        email = self.cleaned_data["email"]
        if email.casefold() == self.former_email.casefold():
            raise forms.ValidationError(_("Das ist die bisherige Adresse. Bitte geben Sie die neue an."))
        return email


class DisclosureForm(CleanFormMixin, forms.Form):
    """Whom the office looks up: an address, or the code of a case of somebody who has none."""

    sought = forms.CharField(
        label=_("E-Mail-Adresse oder Kennzeichen"),
        max_length=254,
        error_messages={"required": _("Bitte geben Sie eine E-Mail-Adresse oder ein Kennzeichen ein.")},
        help_text=_("Prüfen Sie zuerst, dass die Anfrage wirklich von dieser Person kommt."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def clean_sought(self) -> str:
        sought = self.cleaned_data["sought"]
        if "@" in sought:
            validate_strict_email(sought)
        elif case_of_code(sought) is None:
            raise forms.ValidationError(_("Dieses Kennzeichen gibt es nicht. Bitte prüfen Sie die Schreibweise."))
        return sought

    def cases(self) -> list[Case]:
        """Return the cases of the address, or the one with the code."""
        sought = self.cleaned_data["sought"]
        return cases_of_address(sought) if "@" in sought else [case_of_code(sought)]
