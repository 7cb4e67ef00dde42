"""Uploaded files in a backup and their way back; files in a bucket are saved where the bucket is."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from django.core.files.storage import FileSystemStorage, default_storage


def folder() -> Path | None:
    """Return the folder of the uploaded files; None if they lie in a bucket."""
    return Path(default_storage.location) if isinstance(default_storage, FileSystemStorage) else None


def files_below(root: Path) -> Iterator[Path]:
    """Yield the files below a folder, relative to it; one that vanishes meanwhile is left out."""
    for path in sorted(root.rglob("*")):
        if path.is_file():
            yield path.relative_to(root)


def keep(source: Path, target: Path) -> None:
    """Add whatever is not there yet: as a second name of the same file where the disk allows it, else as a copy.

    Storages never write into an existing file, so that a second name keeps what it has.
    """
    for name in files_below(source):
        kept = target / name
        if kept.exists():
            continue
        kept.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(source / name, kept)
        except FileNotFoundError:
            continue
        except OSError:
            shutil.copy2(source / name, kept)


def bring_back(source: Path, target: Path) -> None:
    """Make a folder equal to the saved one: what is not in it was uploaded later, and nothing refers to it."""
    saved = set(files_below(source)) if source.exists() else set()
    for name in set(files_below(target)) - saved:
        (target / name).unlink(missing_ok=True)
    for name in saved:
        arriving = target / f"{name}.arriving"
        arriving.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(source / name, arriving)
        arriving.replace(target / name)


def size(root: Path) -> dict[str, int]:
    """Return number and bytes of the files below a folder."""
    sizes = [(root / name).stat().st_size for name in files_below(root)] if root.exists() else []
    return {"files": len(sizes), "bytes": sum(sizes)}
