"""The token of a personal link cannot be guessed, and the database does not hold it."""

import re
import secrets
from base64 import urlsafe_b64decode
from datetime import timedelta

import pytest

from tests.goals import SOAK
from tests.vorgang.cases import make_message
from vorgang.links import TOKEN, digest_of, mint, personal_url, resolve, revoke_links
from vorgang.models import OwnDataRequest, PersonalLink

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


def test_revoking_makes_the_links_to_one_case_useless_and_no_others(home):
    message, other = make_message(), make_message()
    asked = OwnDataRequest.objects.create(pk=message.pk, email="erika@beispiel.example")
    first, second = (mint(message, "vorgang.message", A_WEEK) for _ in range(2))
    kept = [mint(other, "vorgang.message", A_WEEK), mint(asked, "vorgang.own_data", A_WEEK)]

    revoked = [revoke_links(message), revoke_links(message)]

    assert revoked == [2, 0]
    assert [resolve(token) for token in (first, second)] == [None, None]
    assert [resolve(token).target for token in kept] == [other, asked]


@pytest.mark.parametrize(("language", "prefix"), [("de", "/de/"), ("en", "/en/"), ("tlh", "/de/")])
def test_a_link_leads_to_the_page_in_the_persons_language(settings, language, prefix):
    assert personal_url("token", language) == f"{settings.SITE_URL}{prefix}vorgang/token/"
