"""The mails of the development folder, as a page that exists in development only."""

from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from vorgang import conf

# What Django's file back end writes between the mails of one file.
SEPARATOR = b"\n" + b"-" * 79 + b"\n"
MOST = 50


@dataclass(frozen=True)
class ReadableMail:
    subject: str
    sender: str
    to: str
    date: str
    text: str
    html: str
    attachments: list[str]


@never_cache
@require_safe
def mail_folder(request: HttpRequest) -> HttpResponse:
    """Show what was written to EMAIL_FILE_PATH, newest first; 404 wherever DEVELOPMENT_PAGES is off."""
    folder = conf.mail_folder()
    if folder is None:
        raise Http404
    return render(request, "vorgang/mail_folder.html", {"mails": read_folder(Path(folder))})


def read_folder(folder: Path) -> list[ReadableMail]:
    """Return the newest mails of a folder."""
    files = sorted(
        (file for pattern in ("*.log", "*.eml") for file in folder.glob(pattern)),
        key=lambda file: file.stat().st_mtime_ns,
        reverse=True,
    )
    mails: list[ReadableMail] = []
    for file in files[:MOST]:
        parts = [part for part in (file.read_bytes() + b"\n").split(SEPARATOR) if part.strip()]
        mails += [readable(message_from_bytes(part, policy=policy.default)) for part in reversed(parts)]
    return mails[:MOST]


def readable(message: EmailMessage) -> ReadableMail:
    return ReadableMail(
        subject=str(message["Subject"] or ""),
        sender=str(message["From"] or ""),
        to=str(message["To"] or ""),
        date=str(message["Date"] or ""),
        text=body(message, "plain"),
        html=body(message, "html"),
        attachments=[part.get_filename() or part.get_content_type() for part in message.iter_attachments()],
    )


def body(message: EmailMessage, kind: str) -> str:
    part = message.get_body(preferencelist=(kind,))
    return part.get_content() if part is not None else ""
