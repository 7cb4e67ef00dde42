"""Who needs a second factor, and whether this session has proved one."""

from allauth.account.internal.flows.login import (
    AUTHENTICATION_METHODS_SESSION_KEY,
    get_authentication_records,
    record_authentication,
)
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import AbstractUser
from django.http import HttpRequest

from koordination.accounts import conf

FACTOR = "mfa"
PRIMARY = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def needs_second_factor(user: AbstractUser) -> bool:
    """Whether a role of the user demands a second factor; a superuser has every role."""
    roles = conf.roles_that_need_two_factors()
    if not roles:
        return False
    if conf.EVERYBODY in roles or user.is_superuser:
        return True
    return user.groups.filter(name__in=roles).exists()


def has_second_factor(user: AbstractUser) -> bool:
    """Whether the user has set up an app or a key; recovery codes alone are none."""
    return Authenticator.objects.filter(user_id=user.pk, type__in=PRIMARY).exists()


def is_proved(request: HttpRequest) -> bool:
    """Whether the person of this session has shown a second factor in it."""
    records = get_authentication_records(request, request.user)
    return any(record.get("method") == FACTOR for record in records)


def is_missing(request: HttpRequest) -> bool:
    """Whether this session may not enter the CMS yet."""
    return bool(conf.roles_that_need_two_factors()) and not is_proved(request) and needs_second_factor(request.user)


def note_added(sender, request: HttpRequest, user: AbstractUser, authenticator: Authenticator, **kwargs) -> None:
    """Take setting up a factor as a proof of it: a code or a touch of the key was needed for it."""
    if authenticator.type in PRIMARY:
        record_authentication(request, user, FACTOR, type=authenticator.type)


def note_removed(sender, request: HttpRequest, user: AbstractUser, **kwargs) -> None:
    """Take the proof back when the last factor goes, so that a role that needs one asks at once."""
    if has_second_factor(user):
        return
    records = request.session.get(AUTHENTICATION_METHODS_SESSION_KEY, [])
    request.session[AUTHENTICATION_METHODS_SESSION_KEY] = [
        record for record in records if record.get("method") != FACTOR
    ]
