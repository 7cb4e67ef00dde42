"""The forms of the second step: allauth's own, with every failure counted like a wrong password."""

from allauth.core import context
from allauth.mfa.base import forms as code_forms
from allauth.mfa.totp import forms as totp_forms
from allauth.mfa.webauthn import forms as key_forms
from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.auth import LoginForm as WagtailLoginForm

from koordination.accounts.attempts import counted


def code_field() -> forms.CharField:
    return forms.CharField(
        label=_("Code"),
        max_length=20,
        help_text=_("Sechs Ziffern aus Ihrer App oder einer Ihrer Ersatzcodes."),
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": "", "spellcheck": "false"}
        ),
    )


class LoginForm(WagtailLoginForm):
    """Wagtail's form without "remember me": a session ends at its time whatever is ticked."""

    remember = None

    def __init__(self, request=None, *args, **kwargs):
        super().__init__(request, *args, **kwargs)
        self.fields["username"].widget.attrs["autocomplete"] = "username"
        self.fields["password"].widget.attrs["autocomplete"] = "current-password"
        # Wagtail's own field says nothing, so that Django would make an English word of its name.
        self.fields["password"].label = _("Passwort")


class CountedCode(forms.Form):
    code = code_field()

    def clean_code(self) -> str:
        with counted(context.request, self.user):
            return super().clean_code()


class CountedKey(forms.Form):
    def clean_credential(self):
        with counted(context.request, self.user):
            return super().clean_credential()


class AuthenticateForm(CountedCode, code_forms.AuthenticateForm):
    """The code at the login."""


class ReauthenticateForm(CountedCode, code_forms.ReauthenticateForm):
    """The code before a change of the factors."""


class AuthenticateKeyForm(CountedKey, key_forms.AuthenticateWebAuthnForm):
    """The key at the login."""


class ReauthenticateKeyForm(CountedKey, key_forms.ReauthenticateWebAuthnForm):
    """The key before a change of the factors."""


class ActivateAppForm(totp_forms.ActivateTOTPForm):
    """The first code of a new app."""

    code = code_field()

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].help_text = _("Sechs Ziffern, die die App jetzt zeigt.")


class KeyName(forms.Form):
    name = forms.CharField(
        label=_("Name des Schlüssels"),
        max_length=60,
        required=False,
        help_text=_("Damit Sie ihn wiedererkennen, zum Beispiel „Schlüsselbund“ oder „Diensttelefon“."),
    )


class AddKeyForm(KeyName, key_forms.AddWebAuthnForm):
    """A new key and its name."""


class EditKeyForm(KeyName, key_forms.EditWebAuthnForm):
    """Another name for a key."""
