"""The mails of all rooms: each answers the hook `register_mail_kind`; the office may reword two parts of each."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from django.db import models
from django.utils.functional import Promise
from wagtail import hooks

PLACEHOLDER = re.compile(r"\{(\w+)\}")
# What every mail offers, whatever its room says.
ALWAYS_OFFERED = frozenset({"name", "code"})


@dataclass(frozen=True)
class Attachment:
    filename: str
    content: bytes
    content_type: str


def no_attachments(case) -> list[Attachment]:
    return []


@dataclass(frozen=True)
class MailKind:
    """One mail: its wording, its template ("room/mail/name", with .txt and .html), and what the template gets.

    `context(case)` returns the template's variables; its "placeholders" (dict of str) fill `{name}` in
    subject and introduction. `placeholders` names those an editor may use beyond the ones in the defaults.
    With `link_purpose` the mail carries a personal link that is minted when it is sent: to what the room says
    (`link_target(case)`), by default to the case, and opened by the address of that name (`link_page`).
    """

    key: str
    label: str
    subject: str | Promise
    introduction: str | Promise
    template: str
    context: Callable[[object], dict]
    link_purpose: str = ""
    link_lifetime: timedelta = timedelta(days=60)
    link_target: Callable[[object], models.Model] | None = None
    link_page: str = "vorgang_personal_page"
    attachments: Callable[[object], list[Attachment]] = no_attachments
    placeholders: tuple[str, ...] = field(default=())
    is_for_office: bool = False

    def offered(self) -> frozenset[str]:
        """Return the placeholders an editor may use."""
        defaults = PLACEHOLDER.findall(f"{self.subject} {self.introduction}")
        always = ALWAYS_OFFERED - {"name"} if self.is_for_office else ALWAYS_OFFERED
        return always | set(self.placeholders) | set(defaults)


def mail_kinds() -> dict[str, MailKind]:
    """Return the mails of all installed rooms by key."""
    return {kind.key: kind for answer in hooks.get_hooks("register_mail_kind") for kind in answer()}


def filled(text: str, values: dict[str, str]) -> str:
    """Replace `{name}` by its value; nothing else is evaluated, and an unknown name vanishes."""
    return PLACEHOLDER.sub(lambda match: str(values.get(match[1], "")), text)


def unknown_placeholders(text: str, kind: MailKind) -> list[str]:
    """Return the placeholders of a text that this mail cannot fill."""
    return sorted(set(PLACEHOLDER.findall(text)) - kind.offered())
