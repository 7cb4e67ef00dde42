"""A mail server on loopback that can be told how to fail."""

import asyncio
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from email import message_from_bytes
from enum import StrEnum

from aiosmtpd.controller import Controller

from tests.postgresql import free_port


class Mood(StrEnum):
    TAKES = "nimmt an"
    REFUSES_TO_CONNECT = "nimmt keine Verbindung an"
    HANGS = "antwortet nicht"
    LATER = "sagt: später"
    NEVER = "sagt: nie"
    DIES = "stirbt nach DATA"


@dataclass
class Sink:
    """Counts by Message-ID what arrived whole (`received`) and what it said yes to (`taken`)."""

    port: int = field(default_factory=free_port)
    mood: Mood = Mood.TAKES
    received: Counter = field(default_factory=Counter)
    taken: Counter = field(default_factory=Counter)
    died: Counter = field(default_factory=Counter)
    names: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    senders: set[str] = field(default_factory=set)
    controller: Controller | None = None

    def be(self, mood: Mood) -> None:
        """Behave like this from now on; a closed port refuses, nothing else does."""
        self.mood = mood
        is_open = self.controller is not None
        if mood == Mood.REFUSES_TO_CONNECT and is_open:
            self.controller.stop()
            self.controller = None
        elif mood != Mood.REFUSES_TO_CONNECT and not is_open:
            self.controller = Controller(self, hostname="127.0.0.1", port=self.port)
            self.controller.start()

    # What aiosmtpd asks of a handler.
    async def handle_MAIL(self, server, session, envelope, address, options):
        if self.mood == Mood.HANGS:
            await asyncio.sleep(60)
        envelope.mail_from = address
        self.senders.add(address)
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        if self.mood == Mood.LATER:
            return "451 4.3.0 later"
        if self.mood == Mood.NEVER:
            return "550 5.1.1 no such user"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        message_id = message_from_bytes(envelope.content)["Message-ID"]
        self.received[message_id] += 1
        for address in envelope.rcpt_tos:
            self.names[address].add(message_id)
        if self.mood == Mood.DIES:
            self.died[message_id] += 1
            session.loop.call_soon(server.transport.abort)
            await asyncio.sleep(1)
        self.taken[message_id] += 1
        return "250 OK"
