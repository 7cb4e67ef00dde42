"""What is read from the database once and kept in this process until a commit or the clock changes what pages show."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from datetime import datetime
from typing import Generic, TypeVar

from django.db import connection
from django.utils import timezone

from pages.caches.pages import current_version, end_of

Reading = TypeVar("Reading")
Key = TypeVar("Key", bound=Hashable)
Part = TypeVar("Part")


class KeptReading(Generic[Reading]):
    """Calls `read()` anew under each version of the stored pages: what is kept is never older than the database.

    Inside a transaction nothing is kept: what it has written others do not see yet.
    """

    def __init__(self, read: Callable[[], Reading]):
        self.read = read
        self.kept: tuple[str, datetime, Reading] | None = None

    def current(self) -> Reading:
        if connection.in_atomic_block:
            return self.read()
        # Asked before reading: what changes meanwhile has another version.
        version = current_version()
        kept = self.kept
        if kept is None or kept[0] != version or kept[1] <= timezone.now():
            kept = self.kept = (version, end_of(version), self.read())
        return kept[2]


class Shelf(Generic[Key, Part]):
    """Parts that are made when they are first asked for, `most` of them: the oldest gives way to a new one.

    It knows no end of its own, so it lies in what a `KeptReading` keeps and ends with it. A part made later than the
    reading is newer, never older: whoever changes what it shows ends the reading.
    """

    def __init__(self, most: int):
        self.most = most
        self.parts: OrderedDict[Key, Part] = OrderedDict()

    def take(self, keys: list[Key], make: Callable[[list[Key]], dict[Key, Part]]) -> list[Part]:
        """Return the parts under these keys in their order; `make` makes those that are missing, or leaves one out."""
        found = {key: part for key in keys if (part := self.parts.get(key)) is not None}
        if missing := [key for key in keys if key not in found]:
            made = make(missing)
            found |= made
            self.parts |= made
            while len(self.parts) > self.most:
                self.parts.popitem(last=False)
        return [found[key] for key in keys if key in found]
