"""The token of a personal link cannot be guessed, and the database does not hold it."""

import re
import secrets
from base64 import urlsafe_b64decode
from datetime import timedelta

import pytest

from tests.goals import SOAK
from tests.vorgang.cases import make_message
from vorgang.links import TOKEN, digest_of, mint, resolve
from vorgang.models import PersonalLink

pytestmark = pytest.mark.django_db
NUMBER = 100_000 if SOAK else 2_000
A_WEEK = timedelta(days=7)


@pytest.mark.goal("S6")
def test_no_token_repeats_and_each_has_128_bits(home, measured):
    message = make_message()

    tokens = [mint(message, "vorgang.message", A_WEEK) for _ in range(NUMBER)]

    assert len(set(tokens)) == NUMBER
    assert {len(urlsafe_b64decode(f"{token}==")) * 8 for token in tokens} == {128}
    assert all(TOKEN.fullmatch(token) for token in tokens)
    measured(f"{NUMBER} Token, 0 Wiederholungen, 128 Bit")


@pytest.mark.goal("S6")
def test_the_bits_of_a_token_come_from_the_system(home, monkeypatch):
    """Negative control: a source that repeats itself gives a token twice, which the database refuses."""
    monkeypatch.setattr(secrets, "token_urlsafe", lambda size: "A" * 22)
    message = make_message()
    mint(message, "vorgang.message", A_WEEK)

    with pytest.raises(Exception, match=re.compile("unique", re.IGNORECASE)):
        mint(message, "vorgang.message", A_WEEK)


@pytest.mark.goal("S6")
def test_only_a_digest_is_stored(home):
    token = mint(make_message(), "vorgang.message", A_WEEK)

    [link] = PersonalLink.objects.values()

    assert token not in map(str, link.values())
    assert link["digest"] == digest_of(token)
    assert resolve(token).pk == link["id"]
