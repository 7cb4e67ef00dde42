"""Secrets by which a receiver knows that a message is ours; encrypted in the database.

Format of the secret and of the signature: Standard Webhooks 1.0 (standardwebhooks.com).
"""

import secrets
from base64 import b64encode

from vorgang.guards.ciphers import cipher

PURPOSE = "anschluss.endpoint"
# The standard asks for 24 to 64.
BYTES = 32


def new_secret() -> str:
    """Return a fresh secret as it is shown once to whoever sets up the receiver."""
    return f"whsec_{b64encode(secrets.token_bytes(BYTES)).decode()}"


def unreadable(secret: str) -> str:
    """Return what may be stored of a secret."""
    return cipher(PURPOSE).encrypt(secret.encode()).decode()


def readable(stored: str) -> str:
    """Return the secret itself; raises cryptography.fernet.InvalidToken where no key of ours reads it."""
    return cipher(PURPOSE).decrypt(stored.encode()).decode()
