"""The sessions of the CMS: a new key at login, an end in time, and none left after a new password."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.tokens import default_token_generator
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from koordination.accounts.middleware import IdleSessionMiddleware
from tests.koordination.accounts import PASSWORD, add_app, code_of, is_logged_in, log_in, make_member

pytestmark = pytest.mark.django_db
MINUTES = timedelta(minutes=1)
NEW_PASSWORD = "Nebelkrähe am Teich 7"
OURS = f"{IdleSessionMiddleware.__module__}.{IdleSessionMiddleware.__name__}"


@pytest.fixture
def member(home):
    return make_member()


def key_of(client: Client) -> str:
    return client.cookies["sessionid"].value


def is_open(client: Client) -> bool:
    return client.get("/admin/account/").status_code == 200


def work(client: Client, *, minutes: int, every: int) -> None:
    """Open a page of the CMS every so many minutes, for so long."""
    start = timezone.now()
    for passed in range(every, minutes + 1, every):
        with time_machine.travel(start + passed * MINUTES, tick=False):
            client.get("/admin/account/")


@pytest.mark.goal("S10")
def test_a_login_changes_the_key_of_the_session(member, client):
    client.get("/de/")
    session = client.session
    session["gewählt"] = "vom Angreifer"
    session.save()
    before = key_of(client)

    log_in(client, member.username)

    assert key_of(client) != before
    assert not Session.objects.filter(pk=before).exists()


def test_the_second_step_changes_the_key_of_the_session_too(member, client):
    secret = add_app(member)
    log_in(client, member.username)
    before = key_of(client)

    client.post("/admin/zugang/anmelden/", {"code": code_of(secret)})

    assert (is_logged_in(client), key_of(client) == before) == (True, False)


@pytest.mark.goal("S10")
def test_logging_out_ends_the_session_on_the_server(member, client):
    log_in(client, member.username)
    stolen = Client()
    stolen.cookies["sessionid"] = key_of(client)

    client.post("/admin/logout/")

    assert (is_open(client), is_open(stolen)) == (False, False)


@pytest.mark.goal("S10")
def test_half_an_hour_without_work_ends_a_session(member, client, measured):
    log_in(client, member.username)
    start = timezone.now()

    with time_machine.travel(start + 31 * MINUTES, tick=False):
        response = client.get("/admin/account/", follow=True)

    assert response.redirect_chain == [("/admin/login/?next=/admin/account/", 302)]
    assert "Sie waren länger nicht aktiv." in response.content.decode()
    assert not is_logged_in(client)
    measured("beendet nach 31 Minuten ohne Arbeit")


@pytest.mark.goal("S10")
def test_without_our_middleware_a_session_idles_on(member, client, settings):
    """Negative control: Django alone ends a session by its age only."""
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if name != OURS]
    log_in(client, member.username)

    with time_machine.travel(timezone.now() + 31 * MINUTES, tick=False):
        assert is_open(client)


def test_work_keeps_a_session_open(member, client):
    log_in(client, member.username)
    start = timezone.now()

    work(client, minutes=100, every=20)

    with time_machine.travel(start + 101 * MINUTES, tick=False):
        assert is_open(client)


def test_what_an_open_editor_asks_by_itself_is_no_work(member, client):
    log_in(client, member.username)
    start = timezone.now()
    for passed in (10, 20, 29):
        with time_machine.travel(start + passed * MINUTES, tick=False):
            client.post("/admin/editing-sessions/release/1/")

    with time_machine.travel(start + 31 * MINUTES, tick=False):
        assert not is_open(client)


@pytest.mark.goal("S10")
def test_twelve_hours_end_a_session_whatever_was_done(member, client, measured):
    log_in(client, member.username)
    start = timezone.now()
    work(client, minutes=12 * 60 - 10, every=25)

    with time_machine.travel(start + timedelta(hours=11, minutes=59), tick=False):
        before = is_open(client)
    with time_machine.travel(start + timedelta(hours=12, seconds=10), tick=False):
        after = is_open(client)

    assert (before, after) == (True, False)
    measured("beendet nach 12 Stunden, was auch immer getan wurde")


def test_both_times_are_settings(member, client, settings):
    settings.KOORDINATION_SESSION_HOURS, settings.KOORDINATION_SESSION_IDLE_MINUTES = 1, 5
    log_in(client, member.username)
    start = timezone.now()
    work(client, minutes=56, every=4)

    with time_machine.travel(start + 59 * MINUTES, tick=False):
        before = is_open(client)
    with time_machine.travel(start + 61 * MINUTES, tick=False):
        after = is_open(client)

    assert (before, after) == (True, False)


def test_the_row_of_a_session_goes_twelve_hours_after_the_login(member, client):
    log_in(client, member.username)
    start = timezone.now()
    work(client, minutes=50, every=25)

    with time_machine.travel(start + timedelta(hours=12, minutes=1), tick=False):
        call_command("clearsessions")

    assert Session.objects.count() == 0


def test_a_script_whose_session_is_over_is_refused(member, client):
    log_in(client, member.username)

    with time_machine.travel(timezone.now() + 31 * MINUTES, tick=False):
        response = client.get("/admin/account/", headers={"X-Requested-With": "XMLHttpRequest"})

    assert response.status_code == 403


def test_a_visitor_gets_no_session_and_no_cookie(home, client):
    response = client.get("/de/")

    assert (dict(client.cookies), "Cookie" in response.get("Vary", "")) == ({}, False)


@pytest.mark.goal("S10")
def test_a_new_password_in_the_cms_ends_the_other_sessions(member):
    here, elsewhere = Client(), Client()
    log_in(here, member.username)
    log_in(elsewhere, member.username)

    here.post(
        "/admin/account/",
        {
            "name_email-first_name": "Erika",
            "name_email-last_name": "Beispiel",
            "name_email-email": member.email,
            "theme-theme": "system",
            "theme-contrast": "system",
            "theme-density": "default",
            "theme-keyboard_shortcuts": "on",
            "password-old_password": PASSWORD,
            "password-new_password1": NEW_PASSWORD,
            "password-new_password2": NEW_PASSWORD,
        },
    )

    member.refresh_from_db()
    assert member.check_password(NEW_PASSWORD)
    assert (is_open(here), is_open(elsewhere)) == (True, False)


def test_setting_a_forgotten_password_ends_all_sessions(member, client):
    elsewhere = Client()
    log_in(elsewhere, member.username)
    member.refresh_from_db()
    key = urlsafe_base64_encode(force_bytes(member.pk))
    address = reverse("wagtailadmin_password_reset_confirm", args=[key, default_token_generator.make_token(member)])
    form = client.get(address)["Location"]

    response = client.post(form, {"new_password1": NEW_PASSWORD, "new_password2": NEW_PASSWORD})

    assert response["Location"] == "/admin/password_reset/complete/"
    assert (is_open(elsewhere), is_logged_in(client)) == (False, False)
    assert client.get(address, follow=True).context["validlink"] is False


def test_a_weak_password_is_refused_in_german(member, client):
    key = urlsafe_base64_encode(force_bytes(member.pk))
    address = reverse("wagtailadmin_password_reset_confirm", args=[key, default_token_generator.make_token(member)])
    form = client.get(address)["Location"]

    response = client.post(form, {"new_password1": "kurz", "new_password2": "kurz"})

    assert "mindestens 12 Zeichen" in response.content.decode()


@pytest.mark.goal("S10", "S11")
def test_opening_the_address_of_the_logout_ends_no_session(member, client):
    log_in(client, member.username)

    opened = client.get("/admin/logout/")

    assert (opened.status_code, is_open(client)) == (405, True)
    assert client.post("/admin/logout/").status_code == 302
    assert not is_logged_in(client)


@pytest.mark.goal("S10", "S11")
@pytest.mark.urls("tests.koordination.wagtails_own_urls")
def test_wagtails_own_logout_is_done_by_opening_it(member, client):
    """Negative control: the answer takes the cookie away, whatever its status."""
    client.force_login(member)

    assert client.get("/admin/logout/").status_code == 405
    assert not is_logged_in(client)
