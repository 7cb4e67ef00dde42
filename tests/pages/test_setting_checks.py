"""A wrong or misspelt setting of a room is told at the start, by its name and with what is allowed."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.core import checks

import kurse.conf
import vorgang.conf
from pages.setting_checks import Directory, Folder, MailAddress
from vorgang.mailbox import MailboxSetting

ROOT = Path(__file__).resolve().parent.parent.parent
ROOMS = [kurse.conf, vorgang.conf]
# What the handbook says of a setting that is no number.
WORDS = {
    MailAddress: "E-Mail-Adresse",
    MailboxSetting: "`imaps://…`",
    Folder: "Name eines Ordners",
    Directory: "Pfad eines Ordners",
}
HINT = "Bitte ändern Sie die Umgebungsvariable oder die Zeile in den Einstellungen, oder löschen Sie sie."


def told() -> list[tuple[str, int, str, str]]:
    """Return what the checks of the rooms say, as (id, level, message, hint)."""
    ours = {"kurse.E001", "kurse.W001", "vorgang.E001", "vorgang.W001"}
    return [(found.id, found.level, found.msg, found.hint) for found in checks.run_checks() if found.id in ours]


def test_without_settings_there_is_nothing_to_tell():
    assert told() == []


@pytest.mark.parametrize("room", ROOMS)
def test_every_setting_that_is_read_is_checked_and_the_other_way_round(room):
    source = Path(room.__file__).read_text(encoding="utf-8")

    read = re.findall(r'getattr\(settings, "([A-Z_]+)"', source)

    assert {name for name in read if name.startswith(room.PREFIX)} == {setting.name for setting in room.SETTINGS}


@pytest.mark.parametrize("room", ROOMS)
def test_every_default_is_allowed(room):
    source = Path(room.__file__).read_text(encoding="utf-8")
    defaults = dict(re.findall(r'getattr\(settings, "([A-Z_]+)", ([^)]+)\)', source))

    refused = [setting.name for setting in room.SETTINGS if not setting.accepts(eval(defaults[setting.name]))]

    assert refused == []


@pytest.mark.parametrize("room", ROOMS)
def test_the_handbook_lists_every_setting_with_its_default_and_range(room):
    handbook = (ROOT / "docs" / "betrieb.md").read_text(encoding="utf-8")
    source = Path(room.__file__).read_text(encoding="utf-8")
    defaults = dict(re.findall(r'getattr\(settings, "([A-Z_]+)", ([^)]+)\)', source))

    rows = re.findall(rf"^\| `({room.PREFIX}\w+)` \| .+ \| (\S+) \| (.+) \|$", handbook, re.MULTILINE)

    assert rows == [
        (setting.name, "leer", WORDS[type(setting)])
        if type(setting) in WORDS
        else (setting.name, str(eval(defaults[setting.name])), f"{setting.lowest} bis {setting.highest}")
        for setting in room.SETTINGS
    ]


@pytest.mark.parametrize(
    ("name", "value", "allowed"),
    [
        ("VORGANG_DIGEST_HOUR", 24, "eine ganze Zahl von 0 bis 23"),
        ("VORGANG_DIGEST_HOUR", -1, "eine ganze Zahl von 0 bis 23"),
        ("VORGANG_DIGEST_HOUR", 7.5, "eine ganze Zahl von 0 bis 23"),
        ("VORGANG_DIGEST_HOUR", "7", "eine ganze Zahl von 0 bis 23"),
        ("VORGANG_DIGEST_HOUR", True, "eine ganze Zahl von 0 bis 23"),
        ("VORGANG_DIGEST_HOUR", None, "eine ganze Zahl von 0 bis 23"),
        ("VORGANG_ERASE_MESSAGE_DAYS", -183, "eine ganze Zahl von 1 bis 3650"),
        ("VORGANG_MINIMUM_SECONDS", float("nan"), "eine Zahl von 0 bis 60"),
        ("VORGANG_OFFICE_ADDRESS", "buero", "leer oder eine E-Mail-Adresse"),
        ("VORGANG_OFFICE_ADDRESS", None, "leer oder eine E-Mail-Adresse"),
        ("VORGANG_BOUNCE_FOLDER", "Rückläufer", "leer oder der Name eines Ordners ohne Umlaute"),
        ("VORGANG_BOUNCE_FOLDER", 'Ordner"\r\n', "leer oder der Name eines Ordners ohne Umlaute"),
        ("KURSE_PAGE_SIZE", 0, "eine ganze Zahl von 1 bis 100"),
        ("KURSE_HOLD_HOURS", -24, "eine ganze Zahl von 1 bis 336"),
        ("KURSE_ERASE_DAYS", 0, "eine ganze Zahl von 1 bis 3650"),
    ],
)
def test_a_wrong_value_is_an_error_that_says_what_is_allowed(settings, name, value, allowed):
    setattr(settings, name, value)

    assert told() == [
        (
            f"{name.partition('_')[0].lower()}.E001",
            checks.ERROR,
            f"Die Einstellung {name} hat den Wert {value!r}. Erlaubt ist {allowed}.",
            HINT,
        )
    ]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("VORGANG_DIGEST_HOUR", 0),
        ("VORGANG_DIGEST_HOUR", 23),
        ("VORGANG_MINIMUM_SECONDS", 0.5),
        ("VORGANG_OFFICE_ADDRESS", ""),
        ("VORGANG_OFFICE_ADDRESS", "buero@musterkreis.example"),
        ("VORGANG_BOUNCE_FOLDER", "INBOX/Gelesen"),
        ("VORGANG_BOUNCE_MAILBOX", ""),
        ("VORGANG_BOUNCE_MAILBOX", "imaps://wer:geheim@mail.musterkreis.example/INBOX"),
        ("KURSE_PAGE_SIZE", 1),
        ("KURSE_PAGE_SIZE", 100),
        ("KURSE_CANCEL_HOURS", 0),
    ],
)
def test_what_is_allowed_up_to_its_limits_passes(settings, name, value):
    setattr(settings, name, value)

    assert told() == []


@pytest.mark.parametrize("value", ["imap://wer:geheim@mail.musterkreis.example/INBOX", "geheim", None, 7])
def test_a_wrong_value_with_a_password_is_told_without_it(settings, value):
    settings.VORGANG_BOUNCE_MAILBOX = value

    [(_name, _level, sentence, _hint)] = told()

    assert "geheim" not in sentence
    assert "VORGANG_BOUNCE_MAILBOX" in sentence


def test_a_misspelt_name_is_a_warning_with_the_nearest_one(settings):
    settings.VORGANG_DIGEST_HUOR = 8

    assert told() == [
        (
            "vorgang.W001",
            checks.WARNING,
            "Die Einstellung VORGANG_DIGEST_HUOR gibt es nicht; sie bewirkt nichts.",
            "Meinten Sie VORGANG_DIGEST_HOUR?",
        )
    ]


def test_a_name_like_no_other_is_a_warning_with_all_that_exist(settings):
    settings.KURSE_X = 8

    [(identifier, _level, _message, hint)] = told()

    assert identifier == "kurse.W001"
    assert hint.startswith("Es gibt: KURSE_HOLD_HOURS, ")


def manage(command: str, **environment: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "manage.py", *command.split()],
        cwd=ROOT,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "koordination.settings.test", **environment},
        capture_output=True,
        text=True,
        timeout=120,
    )


@pytest.mark.slow
@pytest.mark.database_free
def test_the_worker_does_not_start_with_an_hour_that_does_not_exist():
    result = manage("worker --once", VORGANG_DIGEST_HOUR="24")

    assert result.returncode == 1
    assert "VORGANG_DIGEST_HOUR hat den Wert 24. Erlaubt ist eine ganze Zahl von 0 bis 23." in result.stderr


@pytest.mark.slow
@pytest.mark.database_free
def test_a_misspelt_variable_of_the_environment_is_told_and_stops_nothing():
    result = manage("check", VORGANG_DIGEST_HUOR="8")

    assert result.returncode == 0
    assert "Meinten Sie VORGANG_DIGEST_HOUR?" in result.stderr


@pytest.mark.django_db
def test_without_the_check_an_hour_of_24_stops_every_due_job(settings):
    """Negative control: this is what the error keeps away from the worker."""
    from vorgang.due_jobs import run_due_jobs

    settings.VORGANG_DIGEST_HOUR = 24

    with pytest.raises(ValueError, match="hour must be in 0..23"):
        run_due_jobs()
