"""Copy the uploaded files of this host into the bucket that the settings name; run again, it goes on."""

from pathlib import Path

from django.conf import settings
from django.core.files import File
from django.core.files.storage import Storage, default_storage
from django.core.management import BaseCommand, CommandError

from koordination.backups import media


class Command(BaseCommand):
    help = "Kopiert die Medien aus einem Ordner in den Behälter aus S3_BUCKET und prüft jede Datei. Der Ordner bleibt."

    def add_arguments(self, parser):
        parser.add_argument("folder", nargs="?", default=settings.MEDIA_ROOT, help="Vorgabe: der Ordner der Medien")

    def handle(self, *args, **options):
        source = Path(options["folder"])
        if media.folder() is not None:
            raise CommandError("S3_BUCKET ist nicht gesetzt: Es gibt keinen Behälter, in den kopiert werden könnte.")
        if not source.is_dir():
            raise CommandError(f"Den Ordner {source} gibt es nicht.")
        copied = there = 0
        for name in media.files_below(source):
            if is_copied(source / name, str(name), default_storage):
                there += 1
                continue
            copy(source / name, str(name), default_storage)
            copied += 1
        self.stdout.write(f"Kopiert: {copied}, schon da: {there}. Der Ordner {source} bleibt, bis Sie ihn löschen.")


def is_copied(path: Path, name: str, storage: Storage) -> bool:
    """Whether the bucket holds the same bytes under the same name."""
    if not storage.exists(name) or storage.size(name) != path.stat().st_size:
        return False
    with path.open("rb") as ours, storage.open(name) as theirs:
        return all(part == other for part, other in zip(File(ours).chunks(), theirs.chunks(), strict=True))


def copy(path: Path, name: str, storage: Storage) -> None:
    """Put one file there under its own name and read it back; raises CommandError where it came out otherwise."""
    if storage.exists(name):
        # What an interrupted run left; saving beside it would give the file another name.
        storage.delete(name)
    with path.open("rb") as file:
        stored = storage.save(name, File(file))
    if stored != name or not is_copied(path, name, storage):
        raise CommandError(
            f"{name} ist nicht unverändert im Behälter angekommen. Bitte den Befehl noch einmal starten."
        )
