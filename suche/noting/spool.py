"""Searches are noted in files beside the index: showing a page writes nothing into the database.

Each process appends whole lines to a file of its own. The worker renames a file, lets those finish that had just
opened it, and reads it (`suche.noting.query_days`).
"""

import json
import logging
import os
from pathlib import Path

from django.utils import timezone

from suche.conf import searches_folder
from suche.noting.privacy import without_personal_data
from suche.searching.results import Results
from suche.searching.service import Question

logger = logging.getLogger(__name__)

# Whoever floods the search fills no disk: beyond this nothing is noted until the worker has read.
MOST_BYTES = 2_000_000
told: set[str] = set()


def note_search(results: Results, before: str) -> None:
    """Note an answered question without whatever could lead to a person; no fault of the disk reaches the page."""
    question = results.question
    query = without_personal_data(question.text)
    if not query or results.found.failed:
        return
    previous = without_personal_data(before)
    note(
        language=question.language,
        query=query,
        before="" if previous == query else previous,
        hits=results.total,
        corrected=bool(results.correction),
    )


def note_followed(question: Question) -> None:
    """Note that a hit of a search was opened; not which one, and not by whom."""
    if query := without_personal_data(question.text):
        note(language=question.language, query=query, before="", followed=True)


def note(**said: object) -> None:
    line = {"day": timezone.localdate().isoformat(), **said}
    try:
        append(searches_folder(), json.dumps(line) + "\n")
    except OSError as error:
        tell_once(type(error).__name__, error)


def append(folder: Path, line: str) -> None:
    """Add a line to this process's file of the day in one step; raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    if sum(entry.stat().st_size for entry in os.scandir(folder)) > MOST_BYTES:
        tell_once("full", "the folder is full until the worker has read it")
        return
    name = f"{timezone.localdate().isoformat()}-{os.getpid()}.jsonl"
    file = os.open(folder / name, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(file, line.encode())
    finally:
        os.close(file)


def tell_once(kind: str, fault: object) -> None:
    """Log each kind of fault once in a process: the page is asked for often."""
    if kind not in told:
        told.add(kind)
        logger.warning("Searches are not noted for the reports: %s", fault)
