"""What is asked of the verbs: plain values that know neither form nor request."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from json import dumps
from uuid import uuid4

from kurse.errors import NamedTwice
from kurse.questions.given import GivenAnswer


def person_key(name: str, email: str, phone: str) -> str:
    """Return the digest of the normalised name and address: one family may share an address.

    Without an address the phone number, as digits only, tells two people of one name apart.
    """
    normalised = " ".join(name.casefold().split())
    reached_at = email.casefold() or "".join(filter(str.isdecimal, phone))
    return sha256(f"{normalised}\n{reached_at}".encode()).hexdigest()


def nobodys_key() -> str:
    """Return a new key for a seat whose person is not named yet."""
    return f"unnamed-{uuid4().hex}"


def refuse_named_twice(keys: Sequence[str]) -> None:
    """Raise NamedTwice where two of the people of one booking have the same digest."""
    if len(set(keys)) < len(keys):
        raise NamedTwice


@dataclass(frozen=True)
class BookingRequest:
    """What a person, a form or a program sends to book a seat or several; all text is clean already.

    `people` are the names of all who come, "" for one that is not known yet; without any, whoever books comes alone.
    With `wait` a full course puts all of them on its waiting list. `answers` are to the questions of the edition that
    was asked (kurse.questions.asked). `mode` is how they take part; "" where the course leaves no choice. `dates` are
    the keys of those that were chosen; none where the course is booked as a whole.
    """

    name: str
    email: str
    phone: str = ""
    remark: str = ""
    language: str = "de"
    consent: str = ""
    wait: bool = False
    association: str = ""
    people: tuple[str, ...] = ()
    answers: tuple[GivenAnswer, ...] = ()
    questions_edition: str = ""
    mode: str = ""
    dates: tuple[int, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        return self.people or (self.name,)

    def person_keys(self) -> list[str]:
        """Return the digest of each person in their order; whoever has no name yet gets one of their own."""
        return [person_key(name, self.email, self.phone) if name else nobodys_key() for name in self.names]

    def digest(self, course_id: int) -> str:
        """Digest by which a repeated request is told from another one under the same key.

        The language of the answer, and with it that of the consent's wording, makes no other request; nor does
        the wish to wait, since the first request has booked nothing then.
        """
        asked = [course_id, self.name, self.email, self.phone, self.remark, bool(self.consent)]
        if self.people or self.association:
            asked += [list(self.people), self.association]
        if self.answers:
            asked.append([[answer.question, answer.text] for answer in self.answers])
        if self.mode:
            asked.append(self.mode)
        if self.dates:
            asked.append(sorted(self.dates))
        return sha256(dumps(asked).encode()).hexdigest()
