"""The second factor: asked for at the login, demanded of roles by setting, counted like a password."""

import re
import time

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from koordination.accounts.adapters import SecondFactorAdapter
from koordination.accounts.middleware import SecondFactorMiddleware
from tests.koordination.accounts import PASSWORD, add_app, code_of, is_logged_in, log_in, make_member

pytestmark = pytest.mark.django_db
SECOND_STEP = "/admin/zugang/anmelden/"
OVERVIEW = "/admin/zugang/"
OURS = f"{SecondFactorMiddleware.__module__}.{SecondFactorMiddleware.__name__}"


@pytest.fixture
def member(home):
    return make_member()


@pytest.fixture
def demanded(settings):
    settings.KOORDINATION_MFA_REQUIRED_ROLES = ["Koordination"]


def enter(client: Client, code: str, *, address: str = "203.0.113.7"):
    return client.post(SECOND_STEP, {"code": code}, REMOTE_ADDR=address)


def set_up_app(client: Client):
    """Do what a person does on the page: read the key, enter the app's code."""
    content = client.get("/admin/zugang/app/").content.decode()
    secret = re.search(r"<code>(\w+)</code>", content)[1]
    return client.post("/admin/zugang/app/", {"code": code_of(secret)})


# ---------------------------------------------------------------- the login


def test_the_password_alone_lets_nobody_in_who_has_an_app(member, client):
    add_app(member)

    response = log_in(client, member.username)

    assert (response["Location"], is_logged_in(client)) == (SECOND_STEP, False)
    assert client.get("/admin/").status_code == 302


def test_the_code_of_the_app_completes_the_login(member, client):
    secret = add_app(member)
    log_in(client, member.username, next="/admin/account/")

    response = enter(client, code_of(secret))

    assert response["Location"] == "/admin/account/"
    assert client.get("/admin/account/").status_code == 200


def test_a_code_of_half_a_minute_ago_is_still_good(member, client):
    secret = add_app(member)
    log_in(client, member.username)

    enter(client, code_of(secret, steps=-1))

    assert is_logged_in(client)


def test_a_code_is_good_once(member, client):
    secret = add_app(member)
    code = code_of(secret)
    log_in(client, member.username)
    enter(client, code)
    thief = Client()
    log_in(thief, member.username)

    enter(thief, code)

    assert not is_logged_in(thief)


def test_a_recovery_code_is_good_once(member, client):
    add_app(member)
    code = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()[0]
    log_in(client, member.username)
    enter(client, code)
    thief = Client()
    log_in(thief, member.username)
    enter(thief, code)

    assert (is_logged_in(client), is_logged_in(thief)) == (True, False)


def test_a_wrong_code_is_told_in_german(member, client):
    add_app(member)
    log_in(client, member.username)

    content = enter(client, "000000").content.decode()

    assert "Das war nicht richtig." in content
    assert 'inputmode="numeric"' in content


def test_the_sixth_wrong_code_locks(member, client):
    secret = add_app(member)
    log_in(client, member.username)

    found = [enter(client, "000000").status_code for _ in range(7)]

    assert found == [200] * 5 + [429] * 2
    assert (enter(client, code_of(secret)).status_code, is_logged_in(client)) == (429, False)


def test_wrong_codes_and_wrong_passwords_are_counted_together(member, client):
    add_app(member)
    log_in(client, member.username)
    for _ in range(3):
        enter(client, "000000")

    found = [log_in(Client(), member.username, "falsch").status_code for _ in range(3)]

    assert found == [200, 200, 429]


def test_the_right_password_does_not_forgive_wrong_codes(member):
    add_app(member)
    found = []
    for _ in range(6):
        client = Client()
        log_in(client, member.username)
        found.append(enter(client, "000000").status_code)

    assert found == [200] * 5 + [429]


def test_allauths_own_forms_count_no_wrong_code(member, client, settings):
    """Negative control: without our forms the sixth wrong code is only one more."""
    add_app(member)
    settings.MFA_FORMS = {}
    log_in(client, member.username)

    assert [enter(client, "000000").status_code for _ in range(7)] == [200] * 7


def test_twenty_codes_an_hour_from_whatever_addresses(member):
    secret = add_app(member)
    clients = [Client() for _ in range(5)]
    for number, client in enumerate(clients):
        log_in(client, member.username, address=f"198.51.100.{number}")
        for _ in range(5 if number < 4 else 0):
            enter(client, "000000", address=f"198.51.100.{number}")

    enter(clients[4], code_of(secret), address="198.51.100.4")

    assert not is_logged_in(clients[4])


def test_the_second_step_is_nothing_for_somebody_without_the_first(home, client):
    assert client.get(SECOND_STEP)["Location"] == "/admin/login/"


def test_the_second_step_waits_fifteen_minutes(member, client):
    secret = add_app(member)
    log_in(client, member.username)

    with time_machine.travel(timezone.now() + timezone.timedelta(minutes=16), tick=False):
        enter(client, code_of(secret))

    assert not is_logged_in(client)


@pytest.mark.parametrize("target", ["https://boese.example/", "//boese.example/", "/\\boese.example/"])
def test_the_second_step_leads_to_no_other_host(member, client, target):
    secret = add_app(member)
    log_in(client, member.username, next=target)

    response = client.post(f"{SECOND_STEP}?next={target}", {"code": code_of(secret), "next": target})

    assert response["Location"] == "/admin/"


# ------------------------------------------------------------ required roles


def test_by_default_no_role_needs_a_second_factor(member, client):
    log_in(client, member.username)

    assert client.get("/admin/").status_code == 200


def test_a_role_that_needs_one_is_led_to_setting_it_up_at_once(member, client, demanded):
    log_in(client, member.username)

    response = client.get("/admin/", follow=True)

    assert response.redirect_chain == [(OVERVIEW, 302)]
    assert "Ihre Rolle verlangt einen zweiten Faktor." in response.content.decode()


@pytest.mark.parametrize(
    "path", ["/admin/", "/admin/account/", "/admin/posteingang/", "/admin/pages/", "/admin/users/"]
)
def test_without_the_factor_the_cms_stays_closed(member, client, demanded, path):
    client.force_login(member)

    response = client.get(path)

    assert (response.status_code, response["Location"]) == (302, OVERVIEW)


def test_without_our_middleware_the_role_gets_in(member, client, demanded, settings):
    """Negative control: nothing else keeps a session without the second factor out."""
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if name != OURS]
    client.force_login(member)

    assert client.get("/admin/").status_code == 200


def test_a_script_without_the_factor_is_refused(member, client, demanded):
    client.force_login(member)

    response = client.get("/admin/", headers={"X-Requested-With": "XMLHttpRequest"})

    assert response.status_code == 403


def test_outside_the_cms_a_session_without_the_factor_is_nobodys(member, client, demanded):
    client.force_login(member)

    response = client.get("/de/")

    assert response.wsgi_request.user.is_anonymous


def test_another_role_is_not_asked(home, client, demanded):
    client.force_login(make_member("Redaktion"))

    assert client.get("/admin/").status_code == 200


def test_a_superuser_has_every_role(home, client, demanded, admin_user):
    client.force_login(admin_user)

    assert client.get("/admin/")["Location"] == OVERVIEW


def test_a_star_means_everybody(home, client, settings):
    settings.KOORDINATION_MFA_REQUIRED_ROLES = ["*"]
    client.force_login(make_member("Redaktion"))

    assert client.get("/admin/")["Location"] == OVERVIEW


@pytest.mark.django_db(transaction=True)
def test_setting_up_an_app_opens_the_cms_and_shows_recovery_codes(member, client, demanded):
    log_in(client, member.username)

    response = set_up_app(client)

    assert response["Location"] == "/admin/zugang/ersatzcodes/"
    assert len(re.findall(r"<li><code>\d{8}</code></li>", client.get(response["Location"]).content.decode())) == 10
    assert client.get("/admin/").status_code == 200


def test_the_next_login_asks_for_the_app(member, demanded):
    first = Client()
    log_in(first, member.username)
    set_up_app(first)
    second = Client()

    assert log_in(second, member.username)["Location"] == SECOND_STEP


def test_a_session_from_before_has_to_prove_the_factor(member, client, demanded):
    client.force_login(member)
    add_app(member)

    assert client.get("/admin/")["Location"] == OVERVIEW


@pytest.mark.django_db(transaction=True)
def test_whoever_removes_the_last_factor_is_asked_for_a_new_one(member, client, demanded):
    log_in(client, member.username)
    set_up_app(client)

    client.post("/admin/zugang/app/entfernen/")

    assert client.get("/admin/")["Location"] == OVERVIEW
    assert Authenticator.objects.count() == 0


def test_somebody_without_the_factor_may_leave(member, client, demanded):
    client.force_login(member)

    client.post("/admin/logout/")

    assert not is_logged_in(client)


def test_where_no_role_needs_it_a_page_of_the_cms_asks_no_query_more(member, client, settings):
    client.force_login(member)
    client.get("/admin/account/")
    with CaptureQueriesContext(connection) as with_ours:
        client.get("/admin/account/")
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if name != OURS]
    with CaptureQueriesContext(connection) as without_ours:
        client.get("/admin/account/")

    assert len(with_ours) == len(without_ours)


# ----------------------------------------------------------------- one's own


def test_the_account_menu_of_the_cms_leads_there(member, client):
    client.force_login(member)

    content = client.get("/admin/account/").content.decode()

    assert f'href="{OVERVIEW}"' in content
    assert "Zweiter Faktor" in content


PAGES = [
    OVERVIEW,
    "/admin/zugang/app/entfernen/",
    "/admin/zugang/schluessel/",
    "/admin/zugang/schluessel/neu/",
    "/admin/zugang/ersatzcodes/",
    "/admin/zugang/ersatzcodes/neu/",
]


@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_german_and_runs_with_the_policy_of_the_cms(member, client, path):
    secret = add_app(member)
    log_in(client, member.username)
    enter(client, code_of(secret))

    response = client.get(path, headers={"Accept-Language": "en"})

    content = response.content.decode()
    executed = [tag for tag in re.findall(r"<script[^>]*>", content) if "src=" not in tag and "json" not in tag]
    assert response.status_code == 200
    assert 'lang="de"' in content
    assert [word for word in ("Authenticator", "Are you sure", "Recovery", "Security key") if word in content] == []
    assert executed == []
    assert "frame-ancestors 'self'" in response["Content-Security-Policy"]
    assert "no-cache" in response["Cache-Control"]


@pytest.mark.parametrize("path", [*PAGES, "/admin/zugang/app/", "/admin/zugang/passwort/"])
def test_nobody_sees_these_pages_without_a_login(home, client, path):
    assert client.get(path)["Location"] == f"/admin/login/?next={path}"


def test_an_old_session_has_to_confirm_before_anything_changes(member, client):
    log_in(client, member.username)

    with time_machine.travel(timezone.now() + timezone.timedelta(minutes=6), tick=False):
        asked = client.get("/admin/zugang/app/")
        confirmed = client.post(asked["Location"], {"password": PASSWORD})
        page = client.get(confirmed["Location"])

    assert asked["Location"] == "/admin/zugang/passwort/?next=%2Fadmin%2Fzugang%2Fapp%2F"
    assert confirmed["Location"] == "/admin/zugang/app/"
    assert page.status_code == 200


def test_who_has_an_app_confirms_with_it_not_with_the_password(member, client):
    secret = add_app(member)
    log_in(client, member.username)
    enter(client, code_of(secret))

    with time_machine.travel(time.time() + 360, tick=False):
        asked = client.get("/admin/zugang/app/entfernen/")
        refused = client.post("/admin/zugang/passwort/", {"password": PASSWORD})
        confirmed = client.post(asked["Location"], {"code": code_of(secret)})

    assert asked["Location"] == "/admin/zugang/code/?next=%2Fadmin%2Fzugang%2Fapp%2Fentfernen%2F"
    assert refused["Location"] == "/admin/zugang/code/"
    assert confirmed["Location"] == "/admin/zugang/app/entfernen/"


def test_wrong_passwords_when_confirming_are_counted_too(member, client):
    client.force_login(member)

    found = [client.post("/admin/zugang/passwort/", {"password": "falsch"}).status_code for _ in range(6)]

    assert found == [200] * 5 + [429]


def test_a_wrong_first_code_of_an_app_sets_nothing_up(member, client):
    log_in(client, member.username)
    client.get("/admin/zugang/app/")

    response = client.post("/admin/zugang/app/", {"code": "12"})

    assert "Das war nicht richtig." in response.content.decode()
    assert Authenticator.objects.count() == 0


def test_recovery_codes_can_be_kept_as_a_file(member, client):
    log_in(client, member.username)
    set_up_app(client)

    response = client.get("/admin/zugang/ersatzcodes/datei/")

    head, codes = response.content.decode().split("\n\n")
    assert head == (
        f"Ersatzcodes: {member.username}, testserver\n"
        "Jeder Code gilt einmal. Verwahren Sie diese Liste dort, wo sonst niemand hinkommt."
    )
    assert len(codes.split()) == 10
    assert response["Content-Disposition"] == 'attachment; filename="ersatzcodes.txt"'


# ------------------------------------------------------------------- secrets


def test_the_database_holds_no_readable_secret(member):
    secret = add_app(member)

    stored = str(list(Authenticator.objects.values_list("data", flat=True)))

    assert secret not in stored


def test_a_secret_stays_readable_when_the_key_is_changed_in_order(settings):
    adapter = SecondFactorAdapter()
    stored = adapter.encrypt("geheim")
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "neu" * 20

    assert adapter.decrypt(stored) == "geheim"


def test_a_lost_key_is_told_in_german_and_is_no_fault_of_the_server(member, client, settings):
    secret = add_app(member)
    stored = Authenticator.objects.get(type="totp")
    stored.data = {"secret": "kein Fernet"}
    stored.save()
    log_in(client, member.username)

    response = enter(client, code_of(secret))

    assert response.status_code == 200
    assert "von der Administration zurücksetzen" in response.content.decode()
    with pytest.raises(ValidationError):
        SecondFactorAdapter().decrypt("kein Fernet")


def test_the_administration_can_remove_a_lost_factor(member, client, capsys):
    add_app(member)

    call_command("reset_second_factor", member.username)
    log_in(client, member.username)

    assert is_logged_in(client)


def test_removing_the_factor_of_nobody_is_told(db):
    with pytest.raises(CommandError, match="gibtesnicht"):
        call_command("reset_second_factor", "gibtesnicht")
