"""The login: limited per name and address, in German, over all processes; nobody is led to another host."""

from datetime import timedelta

import pytest
import time_machine
from axes.models import AccessAttempt, AccessLog
from django.conf import settings as site_settings
from django.contrib.auth.hashers import identify_hasher
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from koordination.accounts.attempts import erase_attempts
from tests.koordination.accounts import PASSWORD, is_logged_in, log_in, make_member
from vorgang.due_jobs import due_jobs, run_due_jobs
from vorgang.models import ErasureRun

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
WITHOUT_AXES = ["django.contrib.auth.backends.ModelBackend"]


@pytest.fixture
def member(home):
    return make_member()


def statuses(username: str, tries: int, **options) -> list[int]:
    return [log_in(Client(), username, "falsch", **options).status_code for _ in range(tries)]


def test_the_login_is_german(client, home):
    form = client.get("/admin/login/").context["form"]

    assert [form[name].label for name in ("username", "password")] == ["Benutzername", "Passwort"]


@pytest.mark.goal("S7")
def test_the_sixth_wrong_password_locks(member, measured):
    found = statuses(member.username, 30)

    assert found == [200] * 5 + [429] * 25
    measured(f"gesperrt ab Versuch {found.index(429) + 1} von 30")


def test_a_locked_name_is_refused_even_with_the_right_password(member, client):
    statuses(member.username, 6)

    response = log_in(client, member.username)

    assert (response.status_code, is_logged_in(client)) == (429, False)


@pytest.mark.goal("S7")
def test_without_axes_thirty_of_thirty_tries_go_through(member, settings, client, measured):
    """Negative control: Django and Wagtail alone count nothing."""
    settings.AXES_ENABLED = False
    settings.AUTHENTICATION_BACKENDS = WITHOUT_AXES

    found = statuses(member.username, 30)

    measured(f"ohne Sperre: {found.count(200)} von 30 Versuchen gehen durch")
    assert found == [200] * 30
    assert log_in(client, member.username).status_code == 302


def test_the_page_of_a_lock_says_in_german_what_to_do_and_when(member, client):
    statuses(member.username, 6)

    with time_machine.travel(timezone.now() + 5 * MINUTE, tick=False):
        response = log_in(client, member.username)

    content = response.content.decode()
    assert "Bitte versuchen Sie es in 10 Minuten wieder" in content
    assert "/admin/password_reset/" in content
    assert 9 * 60 < int(response["Retry-After"]) <= 10 * 60
    assert "frame-ancestors 'self'" in response["Content-Security-Policy"]


@pytest.mark.goal("S7")
def test_a_lock_ends_after_fifteen_minutes_whoever_knocks_meanwhile(member, client, measured):
    statuses(member.username, 6)
    start = timezone.now()

    with time_machine.travel(start + 14 * MINUTE, tick=False):
        during = log_in(client, member.username).status_code
    with time_machine.travel(start + 15 * MINUTE + timedelta(seconds=5), tick=False):
        after = log_in(client, member.username).status_code

    assert (during, after) == (429, 302)
    measured("gesperrt für 15 Minuten")


@pytest.mark.goal("S7")
def test_others_behind_the_same_address_are_not_affected(member, client, measured):
    other = make_member()
    statuses(member.username, 6)

    assert log_in(client, other.username).status_code == 302
    measured("andere hinter derselben Adresse kommen hinein")


def test_the_same_person_from_another_address_is_not_affected(member, client):
    statuses(member.username, 6)

    assert log_in(client, member.username, address="198.51.100.9").status_code == 302


def test_an_address_that_tries_many_names_is_locked_late(member, client):
    found = [status for number in range(12) for status in statuses(f"name{number}", 5)]

    assert found == [200] * 59 + [429]
    assert log_in(client, member.username).status_code == 429
    assert log_in(Client(), member.username, address="198.51.100.9").status_code == 302


def test_a_household_of_ipv6_is_one_address(member):
    found = [
        log_in(Client(), member.username, "falsch", address=f"2001:db8:1:2::{number}").status_code
        for number in range(1, 8)
    ]

    assert found == [200] * 5 + [429] * 2


@pytest.mark.goal("S7")
def test_x_forwarded_for_does_not_bypass_the_lock(member):
    found = [
        log_in(Client(), member.username, "falsch", headers={"X-Forwarded-For": f"198.51.100.{number}"}).status_code
        for number in range(7)
    ]

    assert found == [200] * 5 + [429] * 2


def test_behind_our_own_proxy_the_address_it_wrote_counts(member, settings):
    settings.VORGANG_TRUSTED_PROXIES = 1
    for _ in range(6):
        log_in(Client(), member.username, "falsch", headers={"X-Forwarded-For": "198.51.100.1"})

    forged = log_in(Client(), member.username, headers={"X-Forwarded-For": "192.0.2.9, 198.51.100.1"})
    other = log_in(Client(), member.username, headers={"X-Forwarded-For": "198.51.100.2"})

    assert (forged.status_code, other.status_code) == (429, 302)


def test_another_browser_does_not_bypass_the_lock(member):
    found = [
        log_in(Client(), member.username, "falsch", headers={"User-Agent": f"Browser {number}"}).status_code
        for number in range(7)
    ]

    assert found == [200] * 5 + [429] * 2


def test_a_right_password_makes_earlier_slips_forgotten(member, client):
    statuses(member.username, 5)
    log_in(client, member.username)

    assert statuses(member.username, 5) == [200] * 5


def test_ones_own_login_does_not_free_the_address_for_other_names(member, settings):
    settings.KOORDINATION_LOGIN_FAILURES_PER_ADDRESS = 8
    statuses("jemand", 5)
    log_in(Client(), member.username)

    assert statuses("andere", 4) == [200, 200, 429, 429]


@pytest.mark.goal("S8")
def test_an_unknown_name_is_locked_like_a_known_one(member):
    known = statuses(member.username, 7)
    unknown = statuses("gibtesnicht", 7)

    assert known == unknown == [200] * 5 + [429] * 2


def test_failures_are_kept_where_every_process_sees_them(member):
    statuses(member.username, 3)

    kept = AccessAttempt.objects.values("username", "ip_address", "failures_since_start")

    assert list(kept) == [{"username": member.username, "ip_address": "203.0.113.7", "failures_since_start": 3}]


def test_nothing_typed_and_no_browser_is_kept(member, client):
    log_in(client, member.username, "mein-geheimes-kennwort", headers={"User-Agent": "Mein Browser"})

    row = AccessAttempt.objects.values("user_agent", "get_data", "post_data", "http_accept", "path_info").get()

    assert set(row.values()) == {""}


def test_who_logged_in_when_is_not_kept(member, client):
    log_in(client, member.username)

    assert (AccessLog.objects.count(), AccessAttempt.objects.count()) == (0, 0)


def test_a_due_job_forgets_failed_logins_after_a_day(member):
    statuses(member.username, 2)
    run_due_jobs()
    kept = AccessAttempt.objects.count()

    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        ran = run_due_jobs()

    assert "koordination.erase_login_attempts" in ran
    assert (kept, AccessAttempt.objects.count()) == (1, 0)
    assert ErasureRun.objects.get(rule="axes.AccessAttempt:counted-out").count == 1


def test_without_the_job_failed_logins_stay(member, monkeypatch):
    """Negative control: nobody else forgets them while nobody logs in."""
    jobs = [job for job in due_jobs() if job.function is not erase_attempts]
    monkeypatch.setattr("vorgang.due_jobs.due_jobs", lambda: jobs)
    statuses(member.username, 2)

    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        run_due_jobs()

    assert AccessAttempt.objects.count() == 1


HOSTILE = [
    "https://boese.example/",
    "http://boese.example/",
    "//boese.example/",
    "///boese.example/",
    "/\\boese.example/",
    "\\\\boese.example/",
    "https:boese.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "https://localhost@boese.example/",
    "http:///boese.example/",
    " https://boese.example/",
]


@pytest.mark.goal("S20")
@pytest.mark.parametrize("target", HOSTILE)
def test_a_login_leads_to_no_other_host(member, client, target):
    response = log_in(client, member.username, next=target)

    assert (response.status_code, response["Location"]) == (302, "/admin/")


@pytest.mark.goal("S20")
@pytest.mark.parametrize("target", HOSTILE)
def test_who_is_logged_in_already_is_led_to_no_other_host(member, client, target):
    client.force_login(member)

    response = client.get("/admin/login/", {"next": target})

    assert (response.status_code, response["Location"]) == (302, "/admin/")


def test_a_login_leads_to_the_page_somebody_wanted(member, client):
    assert log_in(client, member.username, next="/admin/account/")["Location"] == "/admin/account/"


def test_the_form_is_german_whatever_the_browser_asks_for(home, client):
    content = client.get("/admin/login/", headers={"Accept-Language": "en"}).content.decode()

    assert "Passwort vergessen?" in content
    assert 'autocomplete="current-password"' in content
    assert "remember" not in content


def test_the_wrong_password_is_told_in_german(member, client):
    assert "Bitte versuchen Sie es erneut" in log_in(client, member.username, "falsch").content.decode()


@pytest.mark.parametrize("name", ["account_signup", "account_email", "mfa_signup_webauthn", "mfa_login_webauthn"])
def test_there_is_no_way_to_make_an_account(name):
    with pytest.raises(NoReverseMatch):
        reverse(name)


def test_passwords_are_kept_with_argon2(member, settings, client):
    from koordination.settings import accounts

    settings.PASSWORD_HASHERS = accounts.PASSWORD_HASHERS

    member.set_password(PASSWORD)
    member.save()

    assert identify_hasher(member.password).algorithm == "argon2"
    assert log_in(client, member.username).status_code == 302
    assert site_settings.AUTHENTICATION_BACKENDS[-1:] == WITHOUT_AXES
