"""What allauth asks this site: no sign-up, only the stage of the second factor, secrets encrypted, words in German."""

import time

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import InvalidToken
from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from koordination.accounts.secrets import cipher

# So long after a login nobody is asked for the same password again.
FRESH_SECONDS = 300


class AccountAdapter(DefaultAccountAdapter):
    """Accounts are made in the CMS only; Wagtail's own login form stands in front of allauth's stages."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "incorrect_password": _("Das Passwort stimmt nicht. Bitte versuchen Sie es noch einmal."),
        "too_many_login_attempts": _("Zu viele Fehlversuche. Bitte warten Sie, bevor Sie es wieder versuchen."),
        "rate_limited": _("Zu viele Versuche. Bitte warten Sie, bevor Sie es wieder versuchen."),
    }

    def is_open_for_signup(self, request) -> bool:
        return False

    def get_login_redirect_url(self, request) -> str:
        return reverse("wagtailadmin_home")

    def get_login_stages(self) -> list[str]:
        return ["allauth.mfa.stages.AuthenticateStage"]

    def is_reauthentication_required(self, *, app: str) -> bool:
        """Whether to ask for the password or code again: not in the first minutes after the login."""
        records = get_authentication_records(self.request, self.request.user)
        return not records or time.time() - records[-1]["at"] > FRESH_SECONDS

    def get_reauthentication_methods(self, user) -> list[dict]:
        """Offer the strongest way first; somebody with a second factor never proves themselves by password alone."""
        methods = super().get_reauthentication_methods(user)
        factors = [method for method in methods if method["id"] != "reauthenticate"]
        return [{**method, "description": WAYS[method["id"]]} for method in factors or methods]


WAYS = {
    "reauthenticate": _("Mit dem Passwort bestätigen"),
    "mfa_reauthenticate": _("Mit einem Code bestätigen"),
    "mfa_reauthenticate:webauthn": _("Mit dem Sicherheitsschlüssel bestätigen"),
}


class SecondFactorAdapter(DefaultMFAAdapter):
    """Keeps the secrets of apps and recovery codes encrypted with a key made from SECRET_KEY."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _(
            "Das war nicht richtig. Bitte versuchen Sie es noch einmal; bei einer App mit dem neuen Code."
        ),
        "cannot_generate_recovery_codes": _(
            "Ersatzcodes gibt es erst, wenn eine App oder ein Schlüssel eingerichtet ist."
        ),
    }

    def encrypt(self, text: str) -> str:
        return cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Return the secret; raises ValidationError when SECRET_KEY was changed without keeping the old one."""
        try:
            return cipher().decrypt(encrypted_text.encode()).decode()
        except InvalidToken as error:
            raise ValidationError(
                _("Ihr zweiter Faktor ist nicht mehr lesbar. Bitte lassen Sie ihn von der Administration zurücksetzen.")
            ) from error

    def _get_site_name(self) -> str:
        return settings.WAGTAIL_SITE_NAME

    def generate_authenticator_name(self, user, type) -> str:  # noqa: A002 - allauth calls it by this name
        number = user.authenticator_set.filter(type=type).count() + 1
        return str(_("Schlüssel %(number)d") % {"number": number})
