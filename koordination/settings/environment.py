"""Reading the environment: every variable is checked when the site starts, and named when it is wrong."""

import os
from collections.abc import Callable
from datetime import date
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

env = environ.Env()


def required(name: str) -> str:
    """Return a variable that must be set; raises ImproperlyConfigured naming it."""
    value = env.str(name, default="").strip()
    if not value:
        raise ImproperlyConfigured(
            f"Die Umgebungsvariable {name} fehlt. Bitte setzen Sie sie (siehe README, Konfiguration)."
        )
    return value


def checked(name: str, read: Callable, default):
    """Read a variable with one of environ's readers; raises ImproperlyConfigured naming it if it cannot."""
    try:
        return read(name, default=default)
    except (ValueError, TypeError, ImproperlyConfigured) as error:
        raise ImproperlyConfigured(f"Die Umgebungsvariable {name} hat einen unbrauchbaren Wert: {error}") from error


def site_url(name: str, default: str | None = None) -> str:
    """Return the public address of the site without a trailing slash; raises ImproperlyConfigured."""
    value = (required(name) if default is None else env.str(name, default=default)).rstrip("/")
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        raise ImproperlyConfigured(
            f"Die Umgebungsvariable {name} muss eine Adresse wie https://ehrenamt.example sein, nicht „{value}“."
        )
    return value


def hosts(name: str) -> list[str]:
    """Return the names of the site; raises ImproperlyConfigured for "*": canonical links are built of what is asked."""
    values = [host.strip() for host in required(name).split(",")]
    if any(set(value) <= {"*", "."} for value in values):
        raise ImproperlyConfigured(
            f"Die Umgebungsvariable {name} muss die Namen der Website nennen, zum Beispiel ehrenamt.example. "
            "Mit einem Platzhalter für alle stünden fremde Namen in den Adressen der Seiten."
        )
    return values


def database(name: str, default: str) -> dict:
    """Return the database settings of an address; raises ImproperlyConfigured for anything but our two engines."""
    settings = env.db_url_config(os.environ.get(name) or default)
    if settings["ENGINE"] not in {"django.db.backends.sqlite3", "django.db.backends.postgresql"}:
        raise ImproperlyConfigured(
            f"Die Umgebungsvariable {name} muss mit sqlite:/// oder postgres:// beginnen (siehe README, Konfiguration)."
        )
    return settings


def outgoing_mail(name: str) -> dict:
    """Return the mail settings of a server; raises ImproperlyConfigured for what nobody would ever receive."""
    settings = checked(name, env.email_url, required(name))
    kind = settings["EMAIL_BACKEND"].split(".")[-2]
    if kind == "smtp" or (kind == "filebased" and settings["EMAIL_FILE_PATH"].startswith("/")):
        return settings
    raise ImproperlyConfigured(
        f"Die Umgebungsvariable {name} muss mit smtp://, smtp+tls:// oder smtp+ssl:// beginnen. Zum Ausprobieren geht "
        "auch ein Ordner mit vollem Pfad und vier Schrägstrichen: filemail:////var/lib/koordination/mails"
    )


def room_settings(*prefixes: str) -> dict[str, str | int]:
    """Return the settings of rooms that the environment names; all but addresses, folders and lists are whole numbers.

    Raises ImproperlyConfigured naming the variable that is none.
    """
    texts = ("_ADDRESS", "_MAILBOX", "_FOLDER", "_LOG", "_URL", "_REMINDER_DAYS", "_API_KEY", "_CA_FILE")
    return {
        name: env.str(name) if name.endswith(texts) else checked(name, env.int, 0)
        for name in os.environ
        if name.startswith(prefixes)
    }


def choice(name: str, *choices: str, default: str) -> str:
    """Return a variable that must be one of the choices; raises ImproperlyConfigured naming it."""
    value = env.str(name, default=default)
    if value not in choices:
        raise ImproperlyConfigured(f"Die Umgebungsvariable {name} muss {' oder '.join(choices)} sein, nicht „{value}“.")
    return value


def origins(name: str, *, everybody: bool = False) -> list[str]:
    """Return origins like https://verein.example; raises ImproperlyConfigured for anything else.

    "*" stands for everybody and is refused unless `everybody`.
    """
    values = [value.strip().rstrip("/").lower() for value in env.list(name, default=[]) if value.strip()]
    for value in values:
        parts = urlsplit(value)
        if everybody and value == "*":
            continue
        if parts.scheme not in {"http", "https"} or value != f"{parts.scheme}://{parts.netloc}" or "*" in value:
            raise ImproperlyConfigured(
                f"Die Umgebungsvariable {name} muss Adressen wie https://verein.example nennen (ohne Pfad), "
                f"nicht „{value}“."
            )
    return values


def address(name: str, *beginnings: str) -> str:
    """Return an optional address that begins as it should, on one line; raises ImproperlyConfigured naming it."""
    value = env.str(name, default="").strip()
    if value and (not value.startswith(beginnings) or any(character.isspace() for character in value)):
        raise ImproperlyConfigured(f"Die Umgebungsvariable {name} muss mit {' oder '.join(beginnings)} beginnen.")
    return value


def web_address(name: str) -> str:
    """Return an optional address like https://verein.example/vorschau/; raises ImproperlyConfigured naming it.

    http is allowed on this machine only.
    """
    return address(name, "https://", "http://localhost:", "http://127.0.0.1:")


def origin_of(url: str) -> str:
    """Return the beginning of an address by which browsers tell sites apart; empty for none."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}" if url else ""


def day(name: str) -> date | None:
    """Return an optional day such as 2026-11-24; raises ImproperlyConfigured naming it."""
    value = env.str(name, default="").strip()
    try:
        return date.fromisoformat(value) if value else None
    except ValueError as error:
        raise ImproperlyConfigured(f"Die Umgebungsvariable {name} muss ein Tag wie 2026-11-24 sein.") from error
