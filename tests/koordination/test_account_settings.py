"""The settings of the accounts: checked, listed in the handbook, and a new SECRET_KEY leaves nobody outside."""

import re
from pathlib import Path

import pytest
from allauth.mfa.models import Authenticator
from django.core import checks
from django.core.management import CommandError, call_command

from koordination.accounts import conf
from koordination.accounts.secrets import renew_secrets
from tests.koordination.accounts import add_app, code_of, is_logged_in, log_in, make_member
from vorgang.due_jobs import due_jobs

HANDBOOK = Path(__file__).parents[2] / "docs" / "betrieb.md"


def told() -> list[tuple[str, int]]:
    found = checks.run_checks(tags=["settings"])
    return [(message.id, message.level) for message in found if message.id.startswith("koordination.")]


def test_the_settings_as_shipped_are_in_order():
    assert told() == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("KOORDINATION_LOGIN_FAILURES", 30),
        ("KOORDINATION_LOGIN_FAILURES_PER_ADDRESS", 0),
        ("KOORDINATION_LOGIN_LOCK_MINUTES", 5),
        ("KOORDINATION_SESSION_HOURS", 240),
        ("KOORDINATION_SESSION_IDLE_MINUTES", 5),
    ],
)
def test_a_number_that_opens_the_door_or_closes_it_for_all_is_an_error(settings, name, value):
    setattr(settings, name, value)

    assert told() == [("koordination.E001", checks.ERROR)]


def test_a_misspelt_role_is_told(settings):
    settings.KOORDINATION_MFA_REQUIRED_ROLES = ["Koordinaton", "Redaktion", "*"]

    assert told() == [("koordination.W001", checks.WARNING)]


def test_the_handbook_lists_every_setting_with_its_default_and_range():
    from koordination.settings import accounts

    rows = re.findall(r"^\| `(KOORDINATION_\w+)` \| .+ \| (\S+) \| (.+) \|$", HANDBOOK.read_text("utf-8"), re.MULTILINE)

    numbers = [
        (setting.name, str(getattr(accounts, setting.name)), f"{setting.lowest} bis {setting.highest}")
        for setting in conf.SETTINGS
    ]
    assert rows == [*numbers, ("KOORDINATION_MFA_REQUIRED_ROLES", "leer", "Namen von Rollen, oder `*`")]


@pytest.mark.django_db
def test_a_due_job_renews_secrets_so_that_the_old_key_can_go(home, client, settings):
    member = make_member()
    secret = add_app(member)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "neu" * 20

    renewed = renew_secrets()
    settings.SECRET_KEY_FALLBACKS = []
    log_in(client, member.username)
    client.post("/admin/zugang/anmelden/", {"code": code_of(secret)})

    assert (renewed, is_logged_in(client)) == (2, True)
    assert [job.function for job in due_jobs() if job.name == "koordination.renew_secrets"] == [renew_secrets]


@pytest.mark.django_db
def test_without_the_job_the_old_key_takes_the_factor_with_it(home, client, settings):
    """Negative control: what the old key wrote is unreadable once it is gone."""
    member = make_member()
    secret = add_app(member)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [], "neu" * 20

    log_in(client, member.username)
    client.post("/admin/zugang/anmelden/", {"code": code_of(secret)})

    assert not is_logged_in(client)


@pytest.mark.django_db
def test_renewing_twice_changes_nothing(home, settings):
    add_app(make_member())
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "neu" * 20

    assert (renew_secrets(), renew_secrets()) == (2, 0)


@pytest.mark.django_db
def test_after_an_incident_all_factors_can_be_removed(home):
    add_app(make_member())
    add_app(make_member())

    call_command("reset_second_factor", "--all")

    assert Authenticator.objects.count() == 0


@pytest.mark.parametrize("arguments", [[], ["jemand", "--all"]])
def test_the_command_wants_one_name_or_all(arguments):
    with pytest.raises(CommandError, match="entweder"):
        call_command("reset_second_factor", *arguments)
