"""The index follows what is published: told in the same transaction, carried out after it, made good later.

A change is a row that is committed with what changed. After the commit it goes to the index at once; where that
fails nobody notices but the log, and the repair reads the row again.
"""

import logging
from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

from suche.engine_choice import engine
from suche.engines.interface import EngineError, NoIndex
from suche.models import IndexChange
from suche.sources import all_entries, entries_of_keys, key_of, key_of_row

logger = logging.getLogger(__name__)

# Rows are read again for so long after an index was last complete; clocks and open transactions differ.
OVERLAP = timedelta(minutes=10)
KEPT = timedelta(days=7)


def note_pages(pages: Collection[Page]) -> None:
    """Let the index follow these pages once the caller's transaction is committed."""
    note_keys([key for page in pages if (key := key_of(page.specific_deferred if page.pk else page))])


def note_below(page: Page) -> None:
    """Let the index follow a page and whatever lies below it: its address, or who may read it, has changed."""
    note_keys([key for found in page.get_descendants(inclusive=True).iterator() if (key := key_of_row(found))])


def note_keys(keys: Collection[str]) -> None:
    if keys:
        IndexChange.objects.bulk_create([IndexChange(key=key) for key in keys])
        transaction.on_commit(lambda: follow(keys))


def follow(keys: Collection[str]) -> None:
    """Bring the named entries of the index up to date; a fault is logged and never raised: publishing goes on."""
    try:
        apply(keys)
    except NoIndex:
        logger.debug("There is no search index yet.")
    except EngineError as error:
        logger.warning("The search index could not follow %s changes: %s", len(keys), error)


def apply(keys: Collection[str]) -> None:
    """Write the named entries as they are in the database now; raises EngineError."""
    found = entries_of_keys(keys)
    chosen = engine()
    gone = [key for key in keys if key not in found]
    if found:
        chosen.put(list(found.values()))
    if gone:
        chosen.remove(gone)


def rebuild() -> int:
    """Build the index anew, then what changed meanwhile; returns the number of entries. Raises EngineError."""
    started = timezone.now()
    number = engine().rebuild(all_entries())
    catch_up(started)
    return number


def catch_up(since: datetime) -> int:
    """Carry out the changes since a moment, each key once; returns how many. Raises EngineError."""
    keys = list(
        IndexChange.objects.filter(changed_at__gte=since - OVERLAP).order_by().values_list("key", flat=True).distinct()
    )
    if keys:
        apply(keys)
    return len(keys)


def repair() -> int:
    """Compare every entry with the database and mend what differs; builds what is missing. Returns how many."""
    IndexChange.objects.filter(changed_at__lt=timezone.now() - KEPT).delete()
    chosen = engine()
    try:
        if not chosen.is_usable():
            return rebuild()
        known = chosen.fingerprints()
    except EngineError:
        return rebuild()
    changed, present = [], set()
    for entry in all_entries():
        present.add(entry.key)
        if known.get(entry.key) != entry.fingerprint:
            changed.append(entry)
    gone = [key for key in known if key not in present]
    if changed:
        chosen.put(changed)
    if gone:
        chosen.remove(gone)
    return len(changed) + len(gone)
