"""What is read from the database once and kept in this process until a commit or the clock changes what pages show."""

from collections.abc import Callable
from datetime import datetime
from typing import Generic, TypeVar

from django.db import connection
from django.utils import timezone

from pages.caches.pages import current_version, end_of

Reading = TypeVar("Reading")


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
