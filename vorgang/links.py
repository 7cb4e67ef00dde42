"""Personal links: 128 random bits, of which only the digest is stored."""

import re
import secrets
from datetime import timedelta
from hashlib import sha256

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.urls import reverse
from django.utils import timezone, translation

from vorgang import conf
from vorgang.models import PersonalLink

TOKEN = re.compile(r"[A-Za-z0-9_-]{22}")


def digest_of(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def mint(target: models.Model, purpose: str, lifetime: timedelta) -> str:
    """Make a link to a case for one purpose and return its token, which is stored nowhere."""
    token = secrets.token_urlsafe(16)
    PersonalLink.objects.create(
        digest=digest_of(token),
        purpose=purpose,
        content_type=ContentType.objects.get_for_model(target),
        object_id=target.pk,
        expires_at=timezone.now() + lifetime,
    )
    return token


def resolve(token: str) -> PersonalLink | None:
    """Return the link of a token, or None if it is malformed, unknown, expired, revoked or leads nowhere."""
    if not TOKEN.fullmatch(token):
        return None
    link = PersonalLink.objects.filter(
        digest=digest_of(token), expires_at__gt=timezone.now(), revoked_at__isnull=True
    ).first()
    if link is None or link.target is None or getattr(link.target, "erased_at", None):
        return None
    return link


def lead_to(target: models.Model, *, instead_of: models.Model) -> int:
    """Let every link to a case lead to another of its kind that has taken its place; return how many there were."""
    return PersonalLink.objects.filter(
        content_type=ContentType.objects.get_for_model(instead_of), object_id=instead_of.pk
    ).update(object_id=target.pk)


def revoke_links(target: models.Model) -> int:
    """Make every link to a case useless and return how many there were."""
    return PersonalLink.objects.filter(
        content_type=ContentType.objects.get_for_model(target), object_id=target.pk, revoked_at__isnull=True
    ).update(revoked_at=timezone.now())


def personal_url(token: str, language: str, page: str = "vorgang_personal_page") -> str:
    """Return the absolute address of a page that a link opens, in a language the site has."""
    with translation.override(conf.supported_language(language)):
        return conf.site_url() + reverse(page, args=[token])
