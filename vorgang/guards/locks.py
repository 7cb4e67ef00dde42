"""The lock of every verb that hands out something scarce; shared by all rooms because they share its rule."""

from operator import attrgetter
from typing import TypeVar

from django.db import models
from django.db.models import F

Lockable = TypeVar("Lockable", bound=models.Model)


def lock(model: type[Lockable], *ids: int) -> list[Lockable]:
    """Lock rows of a model that has a `lock_version`, and return them fresh, ordered by id.

    Must be the first statement of the transaction. It writes before it reads: PostgreSQL takes the row
    lock, SQLite its one write lock, so both engines queue here. `select_for_update()` alone is a silent
    no-op on SQLite. Ascending ids keep two verbs that lock the same rows out of a deadlock.
    """
    for row_id in sorted(set(ids)):
        model._default_manager.filter(pk=row_id).update(lock_version=F("lock_version") + 1)
    # Sorted here: to compile an ORDER BY costs more than to sort a row or two.
    return sorted(model._default_manager.filter(pk__in=ids).order_by(), key=attrgetter("pk"))
