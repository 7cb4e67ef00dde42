"""Write database and media into one folder, while the site runs."""

import shutil
import subprocess  # noqa: S404 - pg_dump only, without a shell
from pathlib import Path

from django.conf import settings
from django.core.management import BaseCommand
from django.db import connection
from django.utils import timezone


class Command(BaseCommand):
    help = "Sichert Datenbank und Medien nach var/backups/<Zeitpunkt>."

    def handle(self, *args, **options):
        target = Path(settings.VAR_DIR) / "backups" / f"{timezone.localtime():%Y-%m-%d-%H%M%S}"
        target.mkdir(parents=True)
        if connection.vendor == "sqlite":
            # VACUUM INTO reads one consistent snapshot, which copying a live WAL database would not.
            with connection.cursor() as cursor:
                cursor.execute("VACUUM INTO %s", [str(target / "db.sqlite3")])
        else:
            self.dump(target / "db.dump")
        if Path(settings.MEDIA_ROOT).exists():
            shutil.copytree(settings.MEDIA_ROOT, target / "media")
        self.stdout.write(f"Gesichert: {target}")
        return str(target)

    def dump(self, path: Path) -> None:
        arguments, environment = postgresql_access(connection.settings_dict)
        subprocess.run(  # noqa: S603
            [shutil.which("pg_dump") or "pg_dump", "-Fc", "-f", str(path), *arguments],
            env=environment,
            check=True,
        )


def postgresql_access(database: dict) -> tuple[list[str], dict[str, str]]:
    """Return arguments and environment by which PostgreSQL's programs reach a database; no password in argv."""
    arguments = ["-d", database["NAME"], "-h", database["HOST"], "-U", database["USER"]]
    if database["PORT"]:
        arguments += ["-p", str(database["PORT"])]
    return arguments, {"PGPASSWORD": database["PASSWORD"], "PATH": "/usr/bin:/bin"}
