"""What is asked of the verbs: plain values that know neither form nor request."""

from dataclasses import asdict, dataclass
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
        """Digest of the normalised name and address: one family may share an address."""
        name = " ".join(self.name.casefold().split())
        return sha256(f"{name}\n{self.email.casefold()}".encode()).hexdigest()

    def digest(self, course_id: int) -> str:
        """Digest by which a repeated request is told from another one under the same key."""
        return sha256(dumps([course_id, asdict(self)], sort_keys=True).encode()).hexdigest()
