"""Tickets for one answer each: signed, random, and stored nowhere until they are used."""

import secrets
from dataclasses import dataclass
from hashlib import sha256

from django.core import signing
from django.urls import reverse
from django.utils import translation

from kurse.models import Course
from vorgang.conf import site_url, supported_language

SALT = "kurse.feedback"


@dataclass(frozen=True)
class Ticket:
    """What a link opens: the box of a course, and what is kept of the ticket once it is used."""

    course_id: int
    digest: str


def new_ticket(course: Course) -> str:
    """Return a ticket for one answer about a course; two are never alike, and nobody can tell whose one is."""
    return signing.Signer(salt=SALT).sign_object([course.pk, secrets.token_urlsafe(16)])


def ticket_of(text: str) -> Ticket | None:
    """Return the ticket behind a link; None for what we have not signed."""
    try:
        course_id, nonce = signing.Signer(salt=SALT).unsign_object(text)
    except (signing.BadSignature, ValueError):
        return None
    return Ticket(course_id, sha256(nonce.encode()).hexdigest())


def feedback_url(ticket: str, language: str) -> str:
    """Return the absolute address of the form in a language the site has."""
    with translation.override(supported_language(language)):
        return site_url() + reverse("kurse_feedback", args=[ticket])
