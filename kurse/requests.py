"""What is asked of the verbs: plain values that know neither form nor request."""

from dataclasses import dataclass
from hashlib import sha256
from json import dumps


def person_key(name: str, email: str, phone: str) -> str:
    """Return the digest of the normalised name and address: one family may share an address.

    Without an address the phone number, as digits only, tells two people of one name apart.
    """
    normalised = " ".join(name.casefold().split())
    reached_at = email.casefold() or "".join(filter(str.isdecimal, phone))
    return sha256(f"{normalised}\n{reached_at}".encode()).hexdigest()


@dataclass(frozen=True)
class BookingRequest:
    """What a person, a form or a program sends to book one seat; all text is clean already.

    With `wait` a full course puts the person on its waiting list.
    """

    name: str
    email: str
    phone: str = ""
    remark: str = ""
    language: str = "de"
    consent: str = ""
    wait: bool = False

    def person_key(self) -> str:
        return person_key(self.name, self.email, self.phone)

    def digest(self, course_id: int) -> str:
        """Digest by which a repeated request is told from another one under the same key.

        The language of the answer, and with it that of the consent's wording, makes no other request; nor does
        the wish to wait, since the first request has booked nothing then.
        """
        asked = [course_id, self.name, self.email, self.phone, self.remark, bool(self.consent)]
        return sha256(dumps(asked).encode()).hexdigest()
