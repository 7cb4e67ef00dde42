"""The form of an endpoint."""

from ipaddress import ip_address
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from anschluss import conf
from anschluss.addresses import may_send_to
from pages.events import events
from pages.forms import CleanFormMixin


def choices() -> list[tuple[str, str]]:
    return [(event.name, event.label) for event in events().values()]


class EndpointForm(CleanFormMixin, WagtailAdminModelForm):
    """Refuses at once what would never be sent to; names are resolved only when something is sent."""

    events = forms.MultipleChoiceField(
        label=_("Ereignisse"), choices=choices, widget=forms.CheckboxSelectMultiple, help_text=_("Wovon erzählt wird.")
    )

    def clean_url(self) -> str:
        url = self.cleaned_data["url"]
        try:
            URLValidator(schemes=["https", "http"])(url)
            parts = urlsplit(url)
            # Raises ValueError for a number that is none.
            int(parts.port or 0)
        except (ValidationError, ValueError) as error:
            text = _("Bitte geben Sie eine vollständige Adresse an, die mit https:// beginnt.")
            raise ValidationError(text) from error
        if parts.scheme != "https" and not conf.allow_loopback():
            raise ValidationError(_("Die Adresse muss mit https:// beginnen."))
        if parts.username or parts.password or parts.fragment:
            raise ValidationError(_("Die Adresse darf weder Zugangsdaten noch # enthalten."))
        if not may_be_public(parts.hostname):
            raise ValidationError(_("Die Adresse muss im öffentlichen Internet liegen."))
        return url


def may_be_public(host: str) -> bool:
    """Whether a host can be sent to as far as it can be told without asking the name service."""
    try:
        return may_send_to(ip_address(host))
    except ValueError:
        return conf.allow_loopback() or not f".{host}".endswith(".localhost")
