"""Every index follows what is published: told in the same transaction, carried out after it, made good later.

A change is a row that is committed with what changed. After the commit it goes to the indexes at once; where that
fails nobody notices but the log, the row stays open, and the worker carries it out as soon as the engine answers.
"""

import logging
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from wagtail.models import Page

from suche.conf import ALONE
from suche.documents.entries import Entry
from suche.documents.sources import all_entries, entries_of_keys, key_of, key_of_row
from suche.engines.choice import engines, is_resting, let_rest
from suche.engines.interface import Engine, EngineError, NoIndex
from suche.engines.patience import at_most
from suche.indexing.retries import attempts, is_mended, is_news
from suche.models import IndexChange

logger = logging.getLogger(__name__)

# Rows are read again for so long after an index was last complete; clocks and open transactions differ.
OVERLAP = timedelta(minutes=10)
KEPT = timedelta(days=7)
# Whoever publishes waits no longer for a server; the worker comes after so long, or the process was ended.
PUBLISH_SECONDS, CATCH_UP_SECONDS, LATE = 2.0, 20.0, timedelta(seconds=30)
# Whether a rebuild follows that reads what is noted now.
_is_rebuilt_afterwards: ContextVar[bool] = ContextVar("is_rebuilt_afterwards", default=False)


@contextmanager
def rebuilt_afterwards() -> Iterator[None]:
    """Note what many changes are about, and build every index once at the end instead of following each change.

    For imports. Where they break off nothing is lost: the rows stay open, and the worker carries them out. Raises
    EngineError as `rebuild` does.
    """
    token = _is_rebuilt_afterwards.set(True)
    try:
        yield
    finally:
        _is_rebuilt_afterwards.reset(token)
    rebuild()


def note_pages(pages: Collection[Page]) -> None:
    """Let the index follow these pages once the caller's transaction is committed."""
    note_keys([key for page in pages if (key := key_of(page.specific_deferred if page.pk else page))])


def note_below(page: Page) -> None:
    """Let the index follow a page and whatever lies below it: its address, or who may read it, has changed."""
    note_keys([key for found in page.get_descendants(inclusive=True).iterator() if (key := key_of_row(found))])


def note_keys(keys: Collection[str]) -> None:
    if keys:
        changes = IndexChange.objects.bulk_create([IndexChange(key=key) for key in keys])
        if not _is_rebuilt_afterwards.get():
            transaction.on_commit(lambda: follow(keys, changes))


def follow(keys: Collection[str], changes: Collection[IndexChange]) -> None:
    """Bring the named entries up to date; a fault is logged and never raised: publishing goes on."""
    with at_most(PUBLISH_SECONDS):
        if apply(keys):
            IndexChange.objects.filter(pk__in=[change.pk for change in changes]).update(is_open=False)


def apply(keys: Collection[str]) -> bool:
    """Write the named entries into every index as they are in the database now; returns whether all have them."""
    found = entries_of_keys(keys)
    gone = [key for key in keys if key not in found]
    told = [was_told(engine, found.values(), gone) for engine in engines()]
    return all(told)


def was_told(engine: Engine, entries: Collection[Entry], gone: Collection[str]) -> bool:
    """Write and remove entries of one engine; an index that is still to be built reads everything anyway."""
    if is_resting(engine):
        return False
    try:
        if entries:
            engine.put(list(entries))
        if gone:
            engine.remove(gone)
    except NoIndex:
        logger.debug("There is no search index of %s yet.", engine.name)
    except EngineError as error:
        logger.warning("The search index of %s could not follow %s changes: %s", engine.name, len(entries), error)
        if engine.name != ALONE:
            let_rest(engine, error)
        return False
    return True


def rebuild() -> int:
    """Build every index anew, then what changed meanwhile; returns the number of entries.

    Raises EngineError where one could not be built, after all were tried.
    """
    started = timezone.now()
    # Committed before the reading begins, hence in it.
    read = set(recent(started).values_list("pk", flat=True))
    entries = list(all_entries())
    faults = [fault for engine in engines() if (fault := fault_of(lambda engine=engine: engine.rebuild(entries)))]
    catch_up(recent(started), but=read)
    if faults:
        raise faults[0]
    close(read)
    return len(entries)


def recent(moment: datetime) -> QuerySet[IndexChange]:
    return IndexChange.objects.filter(changed_at__gte=moment - OVERLAP)


def fault_of(work: Callable) -> EngineError | None:
    try:
        work()
    except EngineError as error:
        return error
    return None


def catch_up(changes: QuerySet[IndexChange], but: Collection[int] = ()) -> int:
    """Carry out these changes but some, each key once; returns how many. What no engine took stays open."""
    numbers, keys = [], set()
    for number, key in changes.order_by().values_list("pk", "key"):
        if number not in but:
            numbers.append(number)
            keys.add(key)
    if keys and apply(keys):
        close(numbers)
    return len(keys)


def close(numbers: Collection[int]) -> None:
    IndexChange.objects.filter(pk__in=numbers, is_open=True).update(is_open=False)


def catch_up_late() -> int:
    """Carry out what some engine has not taken yet; returns the number of keys.

    After an update of the program the index on this machine may be one that it cannot read: it is built first.
    """
    if not is_there():
        build_missing()
    with at_most(CATCH_UP_SECONDS):
        return catch_up(IndexChange.objects.filter(is_open=True, changed_at__lt=timezone.now() - LATE))


def build_missing() -> None:
    """Build the index on this machine; where that fails, the site is not read again each minute."""
    if attempts.is_time:
        repair()
        if is_there():
            attempts.succeeded()
        else:
            attempts.failed()


def is_there() -> bool:
    """Whether the index on this machine can be read; the server's is looked after every hour."""
    own = next(engine for engine in engines() if engine.name == ALONE)
    try:
        return own.is_usable()
    except EngineError:
        return False


def repair() -> int:
    """Compare every entry with the database and mend what differs; builds what is missing. Returns how many."""
    IndexChange.objects.filter(changed_at__lt=timezone.now() - KEPT).delete()
    entries = {entry.key: entry for entry in all_entries()}
    return max(mended(engine, entries) for engine in engines())


def mended(engine: Engine, entries: dict[str, Entry]) -> int:
    """Mend one index; returns how many entries it took. A fault is logged once: the others are mended all the same."""
    try:
        number = mend(engine, entries)
    except EngineError as error:
        if is_news(engine.name, str(error)):
            logger.warning("The search index of %s could not be mended; it is tried on: %s", engine.name, error)
        return 0
    is_mended(engine.name)
    return number


def mend(engine: Engine, entries: dict[str, Entry]) -> int:
    try:
        known = engine.fingerprints() if engine.is_usable() else None
    except EngineError:
        known = None
    if known is None:
        number = engine.rebuild(entries.values())
        catch_up(recent(timezone.now()))
        return number
    changed = [entry for key, entry in entries.items() if known.get(key) != entry.fingerprint]
    gone = [key for key in known if key not in entries]
    if changed:
        engine.put(changed)
    if gone:
        engine.remove(gone)
    return len(changed) + len(gone)
