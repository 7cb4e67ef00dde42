"""Who was forgotten, kept outside of the database, so that restoring an old backup forgets them again.

One line of JSON for each erasure in a file of its month: when, which model, and of each row its key and the
moment it was made; that moment tells it from another row that got the same key after a backup was restored.
No names. A line is written before its transaction commits: one too many forgets somebody whom the next run
would forget anyway, one too few would bring somebody back.

Locks (Art. 18 DSGVO) stand there too: after a restore they hold again before anything is erased for its time.
"""

import json
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.db import models
from django.utils import timezone
from wagtail import hooks

from vorgang import conf
from vorgang.case_types import case_types


@dataclass(frozen=True)
class Forgettable:
    """A model whose rows are about people: the field that says when a row was made, and the verb that forgets it."""

    model: type[models.Model]
    made_at: str
    forget: Callable[[models.Model], object]


def forgettables() -> dict[str, Forgettable]:
    """Return what can be forgotten by its label: the cases of all rooms, and what the hook names."""
    cases = [Forgettable(case_type.model, "created_at", case_type.forget) for case_type in case_types()]
    named = [item for answer in hooks.get_hooks("register_forgettable") for item in answer()]
    return {item.model._meta.label_lower: item for item in [*cases, *named]}


def note_erased(rows: Iterable[models.Model], *, made_at: str = "created_at") -> None:
    """Write down that rows of one model are forgotten, inside the transaction that does it; raises OSError."""
    note(list(rows), made_at)


def note_lock(case: models.Model, ground: str) -> None:
    """Write down why a case is locked from now on, or with "" that it is released; as note_erased."""
    note([case], "created_at", lock=ground)


def note(rows: list[models.Model], made_at: str, **more: str) -> None:
    folder = conf.erasure_log()
    if folder is None or not rows:
        return
    now = timezone.now().astimezone(UTC)
    line = {
        "at": now.isoformat(),
        "model": rows[0]._meta.label_lower,
        "rows": [[row.pk, moment(getattr(row, made_at))] for row in rows],
        **more,
    }
    append(folder / f"{now:%Y-%m}.jsonl", json.dumps(line, separators=(",", ":")) + "\n")


def moment(value: datetime) -> str:
    return value.astimezone(UTC).isoformat()


def append(path: Path, line: str) -> None:
    """Append a line in one write, so that two processes never mix theirs, and wait until the disk has it."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(file, line.encode())
        os.fsync(file)
    finally:
        os.close(file)


def lines(folders: Iterable[Path], since: datetime) -> Iterator[dict]:
    """Yield the entries of several copies of the log since a moment, oldest first, each once."""
    paths = {path for folder in folders for path in folder.glob("*.jsonl")}
    texts = {text for path in paths for text in path.read_text(encoding="utf-8").splitlines()}
    entries = [entry for text in texts if (entry := parsed(text)) and datetime.fromisoformat(entry["at"]) >= since]
    yield from sorted(entries, key=lambda entry: entry["at"])


def parsed(text: str) -> dict | None:
    """Return an entry; None for a line that a crash cut off, whose transaction never committed."""
    try:
        return json.loads(text)
    except ValueError:
        return None


def replay(folders: Iterable[Path], since: datetime) -> Counter:
    """Forget again whoever was forgotten since a backup was taken, and lock again what was locked since.

    Returns how many of each model were forgotten.
    """
    again: Counter = Counter()
    known = forgettables()
    for entry in lines(folders, since):
        item = known.get(entry["model"])
        for row in came_back(item, dict(map(tuple, entry["rows"]))) if item else ():
            if "lock" in entry:
                lock_again(row, entry["lock"], entry["at"])
                continue
            item.forget(row)
            again[entry["model"]] += 1
    return again


def lock_again(case: models.Model, ground: str, since: str) -> None:
    locked_at = datetime.fromisoformat(since) if ground else None
    type(case).objects.filter(pk=case.pk).update(restricted_at=locked_at, restriction_ground=ground)


def came_back(item: Forgettable, made: dict[int, str]) -> list[models.Model]:
    """Return the rows that exist with the key and the moment of somebody forgotten."""
    rows = item.model._base_manager.filter(pk__in=made)
    return [
        row
        for row in rows
        if moment(getattr(row, item.made_at)) == made[row.pk] and getattr(row, "erased_at", None) is None
    ]
