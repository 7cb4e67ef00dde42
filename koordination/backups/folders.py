"""A backup is a folder: database, media, the log of erasures, and a manifest that says what must be in it."""

import hashlib
import json
import shutil
from datetime import datetime, timedelta
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils import timezone

from koordination.backups import database, media
from vorgang import conf

MANIFEST = "manifest.json"
UNFINISHED = ".unfertig"
STAMP = "%Y-%m-%d-%H%M%S"


class Unusable(Exception):
    """Raised for a folder that is no whole backup of this kind of database; its text says so in German."""


def root() -> Path:
    return Path(settings.VAR_DIR) / "backups"


def make() -> Path:
    """Write a backup while the site runs and return its folder; an interrupted one never looks like a whole one."""
    target = root() / f"{timezone.localtime():{STAMP}}"
    arriving = target.with_name(target.name + UNFINISHED)
    arriving.mkdir(parents=True, mode=0o700)
    # Before the snapshot: whoever is forgotten from now on may still be in it.
    taken_at = timezone.now()
    uploads = media.folder()
    keep_media(uploads, arriving)
    database.save(arriving / database.file_name())
    # Again: the snapshot may know what was uploaded meanwhile, and what was deleted meanwhile is here already.
    keep_media(uploads, arriving)
    log = conf.erasure_log()
    if log is not None and log.exists():
        shutil.copytree(log, arriving / "erasures")
    manifest = {
        "taken_at": taken_at.isoformat(),
        "version": installed_version(),
        "database": described(arriving / database.file_name()),
        "media": media.size(arriving / "media") if uploads else None,
    }
    (arriving / MANIFEST).write_text(json.dumps(manifest, indent=1), encoding="utf-8")
    return arriving.rename(target)


def keep_media(uploads: Path | None, arriving: Path) -> None:
    if uploads is not None and uploads.exists():
        media.keep(uploads, arriving / "media")


def described(path: Path) -> dict:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return {"file": path.name, "bytes": path.stat().st_size, "sha256": digest}


def installed_version() -> str:
    try:
        return version("koordination")
    except PackageNotFoundError:
        return ""


def read_manifest(folder: Path) -> dict:
    """Return the manifest of a whole backup of this installation's engine; raises Unusable."""
    name = database.file_name()
    if not (folder / MANIFEST).exists() or not (folder / name).exists():
        lack = f"In {folder} liegt keine vollständige Sicherung für {connection.vendor} ({name}, {MANIFEST})."
        raise Unusable(f"{lack} {offer()}")
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        datetime.fromisoformat(manifest["taken_at"])
        is_whole = described(folder / name) == manifest["database"]
    except (KeyError, TypeError, ValueError) as error:
        raise Unusable(f"{folder / MANIFEST} ist beschädigt. Nehmen Sie eine andere Sicherung.") from error
    if not is_whole:
        raise Unusable(f"{folder / name} ist beschädigt: Die Prüfsumme stimmt nicht. Nehmen Sie eine andere Sicherung.")
    return manifest


def check_media(folder: Path, manifest: dict) -> None:
    """Raise Unusable where pictures and documents are missing: a restore would take them from the site as well."""
    there, wanted = media.size(folder / "media"), manifest.get("media") or {"files": 0, "bytes": 0}
    if there["files"] < wanted["files"] or there["bytes"] < wanted["bytes"]:
        raise Unusable(
            f"In {folder / 'media'} fehlen Bilder oder Dokumente: {there['files']} von {wanted['files']} Dateien, "
            f"{there['bytes']} von {wanted['bytes']} Bytes. Nehmen Sie eine andere Sicherung; "
            "gibt es keine, dann geben Sie --without-media an: Bilder und Dokumente bleiben dann, wie sie sind."
        )


def offer() -> str:
    """Say which backups lie in the usual place."""
    names = sorted(path.name for path in root().iterdir() if moment_of(path.name)) if root().exists() else []
    return f"In {root()} liegen: {', '.join(names)}." if names else f"In {root()} liegt keine."


def logs_of_erasures(folder: Path) -> list[Path]:
    """Return every copy of the log within reach: the current one, and those in this and its sibling backups."""
    current = [log] if (log := conf.erasure_log()) is not None else []
    return [*current, *folder.resolve().parent.glob("*/erasures")]


def remove_old() -> list[str]:
    """Remove backups older than BACKUP_DAYS and what interrupted ones left; return their names."""
    oldest = timezone.localtime() - timedelta(days=settings.BACKUP_DAYS)
    yesterday = timezone.localtime() - timedelta(days=1)
    removed = []
    for folder in sorted(root().iterdir()) if root().exists() else ():
        made_at = moment_of(folder.name.removesuffix(UNFINISHED))
        last_day = max(oldest, yesterday) if folder.name.endswith(UNFINISHED) else oldest
        if made_at and made_at < last_day:
            shutil.rmtree(folder)
            removed.append(folder.name)
    return removed + remove_old_logs(oldest)


def remove_old_logs(oldest: datetime) -> list[str]:
    """Remove the months of the log of erasures that no backup reaches back to."""
    log = conf.erasure_log()
    names = sorted(log.glob("*.jsonl")) if log is not None else []
    # A file holds a whole month.
    old = [path for path in names if path.stem < f"{oldest - timedelta(days=31):%Y-%m}"]
    for path in old:
        path.unlink()
    return [path.name for path in old]


def moment_of(name: str) -> datetime | None:
    """Return when a backup was made by its name; None for a folder that is not ours."""
    try:
        return timezone.make_aware(datetime.strptime(name, STAMP))
    except ValueError:
        return None
