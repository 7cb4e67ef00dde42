"""What a name, an address and a phone number of a person may look like; in doubt we let it pass."""

import re
from ipaddress import ip_address

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.deconstruct import deconstructible
from django.utils.translation import gettext_lazy as _

FORMULA_STARTS = ("=", "+", "-", "@")


def validate_name(value: str) -> None:
    """Refuse what no name is: several lines, only digits and signs, an address, the start of a formula."""
    if "\n" in value:
        raise ValidationError(_("Bitte schreiben Sie den Namen in eine Zeile."))
    if value.startswith(FORMULA_STARTS):
        raise ValidationError(_("Ein Name beginnt nicht mit =, +, - oder @. Bitte schreiben Sie nur den Namen."))
    if not any(sign.isalpha() for sign in value):
        raise ValidationError(_("Bitte schreiben Sie Ihren Namen mit Buchstaben."))
    if re.search(r"\S@\S", value):
        raise ValidationError(_("Bitte schreiben Sie hier nur den Namen, keine E-Mail-Adresse."))
    if re.search(r"://|www\.", value, re.IGNORECASE):
        raise ValidationError(_("Bitte schreiben Sie hier nur Ihren Namen, keine Internet-Adresse."))


def validate_phone(value: str) -> None:
    """Refuse a phone number without digits and the start of a formula; "+49" is a phone number."""
    if value.startswith(("=", "-", "@")) or not re.search(r"\d.*\d.*\d", value):
        raise ValidationError(_("Bitte schreiben Sie die Telefonnummer mit Ziffern, zum Beispiel 06000 123-0."))


@deconstructible
class StrictEmailValidator(EmailValidator):
    """An address that mail reaches from outside; Django alone allows a@localhost and =cmd@b.de."""

    message = _("Bitte geben Sie eine vollständige E-Mail-Adresse an, zum Beispiel name@beispiel.de.")

    def __call__(self, value):
        super().__call__(value)
        user, _at, domain = value.rpartition("@")
        if user.startswith(FORMULA_STARTS) or "." not in domain or is_address_literal(domain):
            raise ValidationError(self.message, code=self.code, params={"value": value})


def is_address_literal(domain: str) -> bool:
    try:
        ip_address(domain.strip("[]").removeprefix("IPv6:"))
    except ValueError:
        return domain.startswith("[")
    return True


validate_strict_email = StrictEmailValidator()
