"""People with accounts and the ways they log in."""

import time

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.contrib.auth.models import Group, User
from django.test import Client

from tests import factories

PASSWORD = "geheim-genug-1"


def make_member(role: str = "Koordination") -> User:
    """Return somebody of the coordination office; the group is named as the role."""
    user = factories.make_coordinator()
    group, is_new = Group.objects.get_or_create(name=role)
    if is_new:
        group.permissions.set(user.groups.get().permissions.all())
    user.groups.set([group])
    return user


def add_app(user: User) -> str:
    """Give the user an app and recovery codes; return the app's secret."""
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    RecoveryCodes.activate(user)
    return secret


def code_of(secret: str, steps: int = 0) -> str:
    """Return the code an app shows now, or so many half minutes later."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def log_in(client: Client, username: str, password: str = PASSWORD, *, address: str = "203.0.113.7", **more):
    """Post the login form from an address; headers and `next` by name."""
    headers = more.pop("headers", {})
    return client.post(
        "/admin/login/", {"username": username, "password": password, **more}, REMOTE_ADDR=address, headers=headers
    )


def is_logged_in(client: Client) -> bool:
    return "_auth_user_id" in client.session
