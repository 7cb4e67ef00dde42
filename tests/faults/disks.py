"""Filling a small disk to the last byte."""

import errno
from pathlib import Path

FILLER = "filler"


def fill(disk: Path) -> Path:
    """Write until nothing fits any more; returns the file to delete."""
    path = disk / FILLER
    with path.open("ab", buffering=0) as filler:
        for size in (1_000_000, 4096, 1):
            try:
                while filler.write(b"x" * size):
                    pass
            except OSError as error:
                if error.errno != errno.ENOSPC:
                    raise
    return path
