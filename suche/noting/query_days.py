"""Noted searches become daily sums, each line once, and lose their words when they are old."""

import json
import logging
import time
import uuid
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path

from django.db import transaction
from django.db.models import F, Sum
from django.utils import timezone

from suche.conf import keep_queries_days, searches_folder
from suche.models import QueryDay, ReadSpoolFile

logger = logging.getLogger(__name__)

# A page that had opened a file just before it was renamed has written its line long before.
GRACE_SECONDS = 60
KEPT_NAMES = timedelta(days=30)
COUNTED = ("searches", "without_hits", "corrected", "followed")
Key = tuple[date, str, str, str]


def take_in() -> int:
    """Add what was noted to the sums and remove it; returns the number of files.

    A file is renamed first and read in a later run, so that nobody writes to it any more. Sums and the file's name are
    written in one transaction: where the worker ends before the file is removed, the name says that it is counted.
    """
    folder = searches_folder()
    now = time.time()
    ready = [path for path in sorted(folder.glob("claimed-*")) if claimed_at(path) <= now - GRACE_SECONDS]
    for path in ready:
        count_file(path)
    for path in folder.glob("*.jsonl"):
        with suppress(FileNotFoundError):  # another worker was quicker
            path.rename(folder / f"claimed-{int(now)}-{uuid.uuid4().hex}")
    left = [path.name for path in folder.glob("claimed-*")]
    ReadSpoolFile.objects.filter(read_at__lt=timezone.now() - KEPT_NAMES).exclude(name__in=left).delete()
    return len(ready)


def claimed_at(path: Path) -> int:
    """Return when a file was renamed, as its name says: its own time is that of the last line."""
    part = path.name.split("-")[1]
    return int(part) if part.isdecimal() else 0


def count_file(path: Path) -> None:
    """Add one file to the sums unless it is in them, and remove it."""
    try:
        text = path.read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        return
    with transaction.atomic():
        _row, is_new = ReadSpoolFile.objects.get_or_create(name=path.name)
        if is_new:
            add(text)
    path.unlink(missing_ok=True)


def add(text: str) -> None:
    """Add lines to the sums, one update for each row."""
    sums: dict[Key, Counter] = {}
    for key, counts in understood(text):
        sums.setdefault(key, Counter()).update(counts)
    rows = [QueryDay(day=day, language=language, query=query, before=before) for day, language, query, before in sums]
    QueryDay.objects.bulk_create(rows, ignore_conflicts=True)
    # In one order everywhere: two workers never wait for each other.
    for (day, language, query, before), counts in sorted(sums.items()):
        row = QueryDay.objects.filter(day=day, language=language, query=query, before=before)
        row.update(**{name: F(name) + counts[name] for name in COUNTED})


def understood(text: str) -> Iterator[tuple[Key, dict[str, int]]]:
    """Yield what each whole line says; one that was cut off is passed over."""
    for line in text.splitlines():
        try:
            said = json.loads(line)
            key = (date.fromisoformat(said["day"]), said["language"][:20], said["query"][:100], said["before"][:100])
            counts = counted(said)
        except (ValueError, KeyError, TypeError):
            logger.warning("A line of the noted searches was unreadable and is left out.")
            continue
        yield key, counts


def counted(said: dict) -> dict[str, int]:
    """Return what one line adds: a search, or that a hit of one was opened."""
    if said.get("followed"):
        return {"followed": 1}
    return {"searches": 1, "without_hits": int(not said["hits"]), "corrected": int(said["corrected"])}


@transaction.atomic
def forget_words() -> int:
    """Sum up the days that are older than SUCHE_KEEP_QUERIES_DAYS without their words; returns the number of rows."""
    old = QueryDay.objects.filter(day__lt=timezone.localdate() - timedelta(days=keep_queries_days())).exclude(query="")
    found = list(old.values("day", "language").annotate(**{f"of_{name}": Sum(name) for name in COUNTED}).order_by())
    QueryDay.objects.bulk_create(
        [QueryDay(day=row["day"], language=row["language"]) for row in found], ignore_conflicts=True
    )
    for row in found:
        total = QueryDay.objects.filter(day=row["day"], language=row["language"], query="", before="")
        total.update(**{name: F(name) + row[f"of_{name}"] for name in COUNTED})
    return old.delete()[0]
