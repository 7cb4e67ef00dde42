"""What lies encrypted in the database, with a key made from SECRET_KEY for each purpose."""

from base64 import urlsafe_b64encode

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.utils.crypto import salted_hmac


def ciphers(purpose: str) -> list[Fernet]:
    """Return the cipher of today's key and of those that are still read."""
    return [
        Fernet(urlsafe_b64encode(salted_hmac(purpose, "", secret=secret, algorithm="sha256").digest()))
        for secret in [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    ]


def cipher(purpose: str) -> MultiFernet:
    """Return the cipher that writes with today's key and reads what older ones wrote."""
    return MultiFernet(ciphers(purpose))


def renewed_text(purpose: str, text: str) -> str:
    """Return the text under today's key; what no key reads stays as it is."""
    try:
        ciphers(purpose)[0].decrypt(text.encode())
    except InvalidToken:
        try:
            return cipher(purpose).rotate(text.encode()).decode()
        except InvalidToken:
            return text
    return text
