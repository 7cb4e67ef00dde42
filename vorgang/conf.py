"""The settings of vorgang, all optional; read here and nowhere else."""

from datetime import timedelta
from pathlib import Path

from django.conf import settings

from pages.setting_checks import Directory, Folder, MailAddress, Number
from vorgang.mailbox import MailboxSetting

PREFIX = "VORGANG_"
# Checked at the start; vorgang.apps registers it.
SETTINGS = (
    MailAddress("VORGANG_OFFICE_ADDRESS"),
    MailAddress("VORGANG_ESCALATION_ADDRESS"),
    MailAddress("VORGANG_BOUNCE_ADDRESS"),
    MailboxSetting("VORGANG_BOUNCE_MAILBOX"),
    Folder("VORGANG_BOUNCE_FOLDER"),
    Number("VORGANG_ESCALATION_DAYS", 1, 90),
    Number("VORGANG_DIGEST_HOUR", 0, 23),
    Number("VORGANG_BARRIER_DAYS", 1, 30),
    Number("VORGANG_REPORT_DAYS", 1, 30),
    Number("VORGANG_ERASE_REPORT_DAYS", 1, 3650),
    Number("VORGANG_ERASE_MESSAGE_DAYS", 1, 3650),
    Number("VORGANG_ERASE_OUTBOX_DAYS", 1, 365),
    Number("VORGANG_ERASE_JOURNAL_DAYS", 30, 3650),
    Directory("VORGANG_ERASURE_LOG"),
    Number("VORGANG_MINIMUM_SECONDS", 0, 60, fractions=True),
    Number("VORGANG_MAXIMUM_SECONDS", 600, 7 * 24 * 60 * 60, fractions=True),
    Number("VORGANG_NETWORK_PER_MINUTE", 1, 100_000),
    Number("VORGANG_MAIL_PER_HOUR", 1, 10_000),
    Number("VORGANG_MAIL_PER_DAY", 1, 100_000),
    Number("VORGANG_UNKNOWN_LINKS_PER_MINUTE", 1, 10_000),
    Number("VORGANG_TRUSTED_PROXIES", 0, 10),
)


def site_url() -> str:
    """Return the absolute address of the site without a slash at its end: SITE_URL, else WAGTAILADMIN_BASE_URL."""
    return (getattr(settings, "SITE_URL", None) or settings.WAGTAILADMIN_BASE_URL).rstrip("/")


def office_address() -> str:
    """Return VORGANG_OFFICE_ADDRESS; empty means the address in the site settings."""
    return getattr(settings, "VORGANG_OFFICE_ADDRESS", "")


def escalation_address() -> str:
    """Return VORGANG_ESCALATION_ADDRESS; empty means the office again."""
    return getattr(settings, "VORGANG_ESCALATION_ADDRESS", "")


def bounce_address() -> str:
    """Return VORGANG_BOUNCE_ADDRESS, to which servers return mails; empty means the sender's address."""
    return getattr(settings, "VORGANG_BOUNCE_ADDRESS", "")


def bounce_mailbox() -> str:
    """Return VORGANG_BOUNCE_MAILBOX, the address with password under which returned mails are read; empty: none."""
    return getattr(settings, "VORGANG_BOUNCE_MAILBOX", "")


def bounce_folder() -> str:
    """Return VORGANG_BOUNCE_FOLDER, into which notices go that were noted; empty means they are deleted."""
    return getattr(settings, "VORGANG_BOUNCE_FOLDER", "")


def escalation_after() -> timedelta:
    """Return after how long an unanswered case is overdue (VORGANG_ESCALATION_DAYS, default 3)."""
    return timedelta(days=getattr(settings, "VORGANG_ESCALATION_DAYS", 3))


def digest_hour() -> int:
    """Return the local hour of the daily digest (VORGANG_DIGEST_HOUR, default 7)."""
    return getattr(settings, "VORGANG_DIGEST_HOUR", 7)


def erase_message_after() -> timedelta:
    """Return how long an answered message is kept (VORGANG_ERASE_MESSAGE_DAYS, default 183)."""
    return timedelta(days=getattr(settings, "VORGANG_ERASE_MESSAGE_DAYS", 183))


def erase_report_after() -> timedelta:
    """Return how long a decided report of illegal content is kept (VORGANG_ERASE_REPORT_DAYS, default 365)."""
    return timedelta(days=getattr(settings, "VORGANG_ERASE_REPORT_DAYS", 365))


def answer_barrier_within() -> timedelta:
    """Return within what time a reported barrier is answered (VORGANG_BARRIER_DAYS, default 14)."""
    return timedelta(days=getattr(settings, "VORGANG_BARRIER_DAYS", 14))


def decide_report_within() -> timedelta:
    """Return within what time a report of illegal content is decided (VORGANG_REPORT_DAYS, default 14)."""
    return timedelta(days=getattr(settings, "VORGANG_REPORT_DAYS", 14))


def erase_outbox_after() -> timedelta:
    """Return how long the row of a sent mail is kept (VORGANG_ERASE_OUTBOX_DAYS, default 7)."""
    return timedelta(days=getattr(settings, "VORGANG_ERASE_OUTBOX_DAYS", 7))


def erase_journal_after() -> timedelta:
    """Return how long the journal of staff is kept (VORGANG_ERASE_JOURNAL_DAYS, default 365)."""
    return timedelta(days=getattr(settings, "VORGANG_ERASE_JOURNAL_DAYS", 365))


def erasure_log() -> Path | None:
    """Return the folder that remembers erasures beside the database (VORGANG_ERASURE_LOG); None keeps no log."""
    folder = getattr(settings, "VORGANG_ERASURE_LOG", None)
    return Path(folder) if folder else None


def minimum_seconds() -> float:
    """Return how long a person needs at least to fill in a form (VORGANG_MINIMUM_SECONDS, default 3)."""
    return getattr(settings, "VORGANG_MINIMUM_SECONDS", 3)


def maximum_seconds() -> float:
    """Return how long an opened form stays valid (VORGANG_MAXIMUM_SECONDS, default one day)."""
    return getattr(settings, "VORGANG_MAXIMUM_SECONDS", 24 * 60 * 60)


def network_per_minute() -> int:
    """Return submissions per network address and minute (VORGANG_NETWORK_PER_MINUTE, default 120)."""
    return getattr(settings, "VORGANG_NETWORK_PER_MINUTE", 120)


def mail_per_hour() -> int:
    """Return submissions per mail address and hour (VORGANG_MAIL_PER_HOUR, default 6)."""
    return getattr(settings, "VORGANG_MAIL_PER_HOUR", 6)


def mail_per_day() -> int:
    """Return submissions per mail address and day (VORGANG_MAIL_PER_DAY, default 20)."""
    return getattr(settings, "VORGANG_MAIL_PER_DAY", 20)


def unknown_links_per_minute() -> int:
    """Return wrong links per network address and minute (VORGANG_UNKNOWN_LINKS_PER_MINUTE, default 20)."""
    return getattr(settings, "VORGANG_UNKNOWN_LINKS_PER_MINUTE", 20)


def trusted_proxies() -> int:
    """Return how many of our own proxies append to X-Forwarded-For (VORGANG_TRUSTED_PROXIES, default 0)."""
    return getattr(settings, "VORGANG_TRUSTED_PROXIES", 0)


def mail_folder() -> str | None:
    """Return the folder of development mails, or None where the pages for developers do not exist."""
    if not getattr(settings, "DEVELOPMENT_PAGES", False):
        return None
    return getattr(settings, "EMAIL_FILE_PATH", None)


def supported_language(language: str) -> str:
    """Return the language if the site has it, else the site's own."""
    return language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
