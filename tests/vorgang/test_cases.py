"""Codes, wordings and links: the small parts every case is made of."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from tests.vorgang.cases import make_message
from vorgang import links
from vorgang.forms.consent import consent_text
from vorgang.guards.codes import ALPHABET, is_decent, new_code
from vorgang.links import mint, personal_url, resolve, revoke_links
from vorgang.models import ConsentText, PersonalLink

pytestmark = pytest.mark.django_db
MONTH = timedelta(days=30)


def test_a_code_has_eight_signs_nobody_mixes_up():
    codes = [new_code() for _ in range(500)]

    assert {len(code) for code in codes} == {8}
    assert set("".join(codes)) <= set(ALPHABET)
    assert len(set(codes)) == 500


def test_a_code_with_a_banned_word_is_not_decent():
    assert not is_decent("ABNAZI79")
    assert is_decent("ABCDEFGH")


def test_a_case_is_called_by_its_code_never_by_its_name():
    assert str(make_message(code="ABCDEFGH")) == "ABCDEFGH"


def test_a_wording_is_kept_once():
    first = consent_text("Ich stimme zu.", "de")
    second = consent_text("Ich stimme zu.", "de")
    other_language = consent_text("Ich stimme zu.", "en")

    assert first == second
    assert first != other_language
    assert ConsentText.objects.count() == 2


def test_a_link_leads_to_its_case_and_only_its_digest_is_kept():
    message = make_message()
    token = mint(message, "lesen", MONTH)

    link = resolve(token)

    assert (link.target, link.purpose) == (message, "lesen")
    assert token not in str(PersonalLink.objects.values().get())


@pytest.mark.parametrize("token", ["", "x" * 22, "a/b", "ä" * 22, "x" * 5000, "\x00" * 22, "x" * 21 + "\n"])
def test_a_token_that_was_never_minted_resolves_to_nothing(token):
    assert resolve(token) is None


def test_an_expired_link_resolves_to_nothing():
    token = mint(make_message(), "lesen", MONTH)

    with time_machine.travel(timezone.now() + MONTH + timedelta(seconds=1)):
        assert resolve(token) is None


def test_without_the_expiry_the_old_link_would_still_open(monkeypatch):
    """Negative control: it is the comparison with the clock that closes the link."""
    token = mint(make_message(), "lesen", MONTH)
    long_ago = timezone.now() - timedelta(days=3650)

    with time_machine.travel(timezone.now() + MONTH + timedelta(seconds=1)):
        monkeypatch.setattr(links.timezone, "now", lambda: long_ago)
        assert resolve(token) is not None


def test_a_revoked_link_resolves_to_nothing():
    message = make_message()
    token = mint(message, "lesen", MONTH)

    revoke_links(message)

    assert resolve(token) is None


def test_the_link_of_an_erased_or_deleted_case_resolves_to_nothing():
    erased, deleted = make_message(erased_at=timezone.now()), make_message()
    tokens = [mint(erased, "lesen", MONTH), mint(deleted, "lesen", MONTH)]
    deleted.delete()

    assert [resolve(token) for token in tokens] == [None, None]


def test_an_address_is_absolute_and_in_a_language_the_site_has(settings):
    settings.SITE_URL = "https://ehrenamt.musterkreis.example"

    assert personal_url("abc", "en") == "https://ehrenamt.musterkreis.example/en/vorgang/abc/"
    assert personal_url("abc", "xx") == "https://ehrenamt.musterkreis.example/de/vorgang/abc/"
