"""A mailbox over IMAP: its address as a setting, and the four things that are done with it."""

import imaplib
import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from django.utils.translation import gettext as _

TIMEOUT_SECONDS = 20
# The notice and the headers it returns stand at the front; attachments of ours behind them need not travel.
MOST_BYTES = 500_000
LOOPBACK = {"localhost", "127.0.0.1", "::1"}
PORTS = {"imaps": 993, "imap": 143}


@dataclass(frozen=True)
class MailboxAddress:
    """Where a mailbox is, from an address like imaps://name:password@host:993/INBOX."""

    scheme: str
    host: str
    port: int
    user: str
    password: str
    folder: str

    @classmethod
    def parsed(cls, address: str) -> "MailboxAddress":
        """Read an address; raises ValueError. Without TLS only on the machine itself."""
        parts = urlsplit(address)
        allowed = parts.scheme == "imaps" or (parts.scheme == "imap" and parts.hostname in LOOPBACK)
        if not (allowed and parts.hostname and parts.username and parts.password):
            raise ValueError("not the address of a mailbox")
        return cls(
            parts.scheme,
            parts.hostname,
            parts.port or PORTS[parts.scheme],
            unquote(parts.username),
            unquote(parts.password),
            unquote(parts.path.strip("/")) or "INBOX",
        )


@dataclass(frozen=True)
class MailboxSetting:
    """The address of a mailbox with its password, or empty for none."""

    name: str
    is_secret = True

    def accepts(self, value: object) -> bool:
        if value == "":
            return True
        try:
            MailboxAddress.parsed(value)
        except (ValueError, TypeError, AttributeError):
            return False
        return True

    def allowed(self) -> str:
        return _("leer oder eine Adresse wie imaps://name:passwort@mail.musterkreis.example/INBOX")


class Mailbox:
    """An open folder: `with Mailbox(address) as mailbox:`. Raises imaplib.IMAP4.error and OSError throughout."""

    def __init__(self, address: MailboxAddress):
        self.address = address

    def __enter__(self) -> "Mailbox":
        host, port = self.address.host, self.address.port
        if self.address.scheme == "imaps":
            context = ssl.create_default_context()
            self.server = imaplib.IMAP4_SSL(host, port, ssl_context=context, timeout=TIMEOUT_SECONDS)
        else:
            self.server = imaplib.IMAP4(host, port, timeout=TIMEOUT_SECONDS)
        try:
            self.server.login(self.address.user, self.address.password)
            accepted(self.server.select(quoted(self.address.folder)))
        except BaseException:
            self.server.shutdown()
            raise
        return self

    def __exit__(self, kind, fault, trace) -> None:
        if kind is None:
            accepted(self.server.expunge())
            self.server.logout()
        else:
            self.server.shutdown()

    def unread(self, most: int) -> Iterator[tuple[str, bytes]]:
        """Yield number and content of mails nobody has read, the oldest first, without marking them."""
        [found] = accepted(self.server.uid("SEARCH", "UNSEEN"))
        for number in (found or b"").decode().split()[:most]:
            answer = accepted(self.server.uid("FETCH", number, f"(BODY.PEEK[]<0.{MOST_BYTES}>)"))
            for part in answer:
                if isinstance(part, tuple):
                    yield number, part[1]

    def mark_read(self, number: str) -> None:
        accepted(self.server.uid("STORE", number, "+FLAGS", r"(\Seen)"))

    def remove(self, number: str, into: str = "") -> None:
        """Delete a mail, or move it into another folder, which is made where it is missing."""
        if into:
            self.server.create(quoted(into))
            accepted(self.server.uid("COPY", number, quoted(into)))
        accepted(self.server.uid("STORE", number, "+FLAGS", r"(\Seen \Deleted)"))


def quoted(folder: str) -> str:
    return '"' + folder.replace("\\", "\\\\").replace('"', '\\"') + '"'


def accepted(answer: tuple[str, list]) -> list:
    """Return what the server answered; raises imaplib.IMAP4.error unless it said OK, without its words."""
    status, content = answer
    if status != "OK":
        raise imaplib.IMAP4.error("The mail server refused.")
    return content
