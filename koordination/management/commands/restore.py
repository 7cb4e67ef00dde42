"""Bring one backup back: the database is replaced, media are laid over."""

import shutil
import subprocess  # noqa: S404 - pg_restore only, without a shell
from pathlib import Path

from django.conf import settings
from django.core.management import BaseCommand, CommandError
from django.db import connection

from koordination.management.commands.backup import postgresql_access
from pages import page_cache, site_map


class Command(BaseCommand):
    help = "Stellt eine Sicherung wieder her (Server und Worker vorher beenden)."

    def add_arguments(self, parser):
        parser.add_argument("folder", help="Ordner der Sicherung, zum Beispiel var/backups/2026-11-24-120000")

    def handle(self, *args, **options):
        source = Path(options["folder"])
        database = "db.sqlite3" if connection.vendor == "sqlite" else "db.dump"
        if not (source / database).exists():
            raise CommandError(f"In {source} liegt keine Sicherung dieser Datenbankart ({database}).")
        if connection.vendor == "sqlite":
            self.restore_file(source / database)
        else:
            self.restore_dump(source / database)
        if (source / "media").exists():
            shutil.copytree(source / "media", settings.MEDIA_ROOT, dirs_exist_ok=True)
        # Both would still speak of the database that was replaced.
        site_map.renew()
        page_cache.outdate()
        self.stdout.write(f"Wiederhergestellt aus {source}")

    def restore_file(self, path: Path) -> None:
        target = Path(connection.settings_dict["NAME"])
        connection.close()
        # A log of the old database would be replayed into the new one.
        for leftover in (f"{target}-wal", f"{target}-shm"):
            Path(leftover).unlink(missing_ok=True)
        shutil.copyfile(path, target)

    def restore_dump(self, path: Path) -> None:
        arguments, environment = postgresql_access(connection.settings_dict)
        subprocess.run(  # noqa: S603
            [shutil.which("pg_restore") or "pg_restore", "--clean", "--if-exists", *arguments, str(path)],
            env=environment,
            check=True,
        )
