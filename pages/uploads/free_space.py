"""Whether an upload still fits on the disk: a sentence at its field instead of an error page after it."""

import shutil
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.files.storage import Storage, default_storage
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

NO_ROOM = _(
    "Auf dem Server ist kein Platz mehr für diese Datei. Bitte sagen Sie der Technik Bescheid "
    "und laden Sie die Datei später noch einmal hoch."
)
# The file, the sizes made from it, and what others write meanwhile.
TIMES = 3
RESERVE = 5_000_000


def check_room_for(upload: UploadedFile, storage: Storage = default_storage) -> None:
    """Raise ValidationError in German if the storage's disk has no room; a storage elsewhere has always room."""
    if free_bytes(storage) < upload.size * TIMES + RESERVE:
        raise ValidationError(NO_ROOM, code="no_room")


def free_bytes(storage: Storage) -> float:
    """Return the free bytes where a storage keeps its files, infinity if that is no local folder."""
    location = getattr(storage, "base_location", None)
    if location is None:
        return float("inf")
    folder = Path(location).absolute()
    existing = next(path for path in (folder, *folder.parents) if path.exists())
    return shutil.disk_usage(existing).free
