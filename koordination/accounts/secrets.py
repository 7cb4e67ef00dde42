"""The secrets of apps and recovery codes lie encrypted with a key made from SECRET_KEY."""

from allauth.mfa.models import Authenticator
from cryptography.fernet import MultiFernet
from django.conf import settings
from django.db import transaction

from vorgang.guards import ciphers

PURPOSE = "koordination.accounts.second_factor"

# Where allauth keeps what it encrypts: an app's secret, the seed of recovery codes.
ENCRYPTED = ("secret", "seed")


def cipher() -> MultiFernet:
    """Return the cipher that writes with today's key and reads what older ones wrote."""
    return ciphers.cipher(PURPOSE)


def renew_secrets() -> int:
    """Encrypt with today's key what an older one encrypted, so that the older one can go; return how many were."""
    if not settings.SECRET_KEY_FALLBACKS:
        return 0
    keys = Authenticator.objects.exclude(type=Authenticator.Type.WEBAUTHN).values_list("pk", flat=True)
    return sum(renew(key) for key in list(keys))


@transaction.atomic
def renew(key: int) -> bool:
    """Renew one row under a lock: a recovery code that is used meanwhile stays used."""
    row = Authenticator.objects.select_for_update().filter(pk=key).first()
    if row is None:
        return False
    renewed = {name: ciphers.renewed_text(PURPOSE, row.data[name]) for name in ENCRYPTED if name in row.data}
    if all(row.data[name] == text for name, text in renewed.items()):
        return False
    row.data |= renewed
    row.save(update_fields=["data"])
    return True
