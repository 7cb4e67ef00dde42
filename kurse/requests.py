"""What is asked of the verbs: plain values that know neither form nor request."""

from dataclasses import dataclass
from hashlib import sha256
from json import dumps


@dataclass(frozen=True)
class BookingRequest:
    """What a person, a form or a program sends to book one seat; all text is clean already."""

    name: str
    email: str
    phone: str = ""
    remark: str = ""
    language: str = "de"
    consent: str = ""

    def person_key(self) -> str:
        """Digest of the normalised name and address: one family may share an address.

        Without an address the phone number, as digits only, tells two people of one name apart.
        """
        name = " ".join(self.name.casefold().split())
        reached_at = self.email.casefold() or "".join(filter(str.isdecimal, self.phone))
        return sha256(f"{name}\n{reached_at}".encode()).hexdigest()

    def digest(self, course_id: int) -> str:
        """Digest by which a repeated request is told from another one under the same key.

        The language of the answer, and with it that of the consent's wording, makes no other request.
        """
        asked = [course_id, self.name, self.email, self.phone, self.remark, bool(self.consent)]
        return sha256(dumps(asked).encode()).hexdigest()
