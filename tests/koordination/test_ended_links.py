"""Nobody learns from an answer, its work or its time whether a link ever was one (reliability S6)."""

import secrets
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from kurse.links import LINK_PURPOSE
from kurse.models import Booking
from tests.cpu_time import difference
from tests.koordination.test_enumeration import LARGEST_DIFFERENCE, ROUNDS, booked, statements, told
from vorgang.links import digest_of, mint
from vorgang.models import PersonalLink

pytestmark = pytest.mark.django_db
__all__ = ["booked"]


def opened(token: str) -> Callable[[], HttpResponse]:
    address, client = reverse("vorgang_personal_page", args=[token]), Client()
    return lambda: client.get(address)


def expired() -> Callable[[], HttpResponse]:
    return opened(mint(Booking.objects.get(), LINK_PURPOSE, timedelta(minutes=-1)))


def unheard_of() -> Callable[[], HttpResponse]:
    return opened(secrets.token_urlsafe(16))


@pytest.fixture
def unlimited(booked, settings) -> None:
    settings.VORGANG_UNKNOWN_LINKS_PER_MINUTE = 10_000


@pytest.mark.goal("S6")
def test_a_link_that_has_ended_costs_what_one_costs_that_never_was(unlimited, measured):
    unheard_of()()
    ended, unknown = statements(expired()), statements(unheard_of())
    part = difference(expired, unheard_of, ROUNDS)

    assert told(expired()) == told(unheard_of())
    assert ended == unknown
    assert part < LARGEST_DIFFERENCE
    measured(f"abgelaufener und unbekannter Link: je {ended} SQL, Zeit verschieden um {part:.0%}")


@pytest.mark.goal("S6")
def test_a_link_that_is_judged_after_it_was_followed_is_found(unlimited, monkeypatch):
    """Negative control: the case is read first and its link's end afterwards."""

    def hasty(token: str) -> None:
        link = PersonalLink.objects.filter(digest=digest_of(token)).first()
        assert link is None or link.target

    monkeypatch.setattr("vorgang.views.cases.resolve", hasty)
    unheard_of()()

    assert statements(expired()) > statements(unheard_of())
