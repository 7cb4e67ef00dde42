"""One consistent snapshot of the database as a file, and its way back, for both engines."""

import os
import shutil
import subprocess  # noqa: S404 - pg_dump and pg_restore only, without a shell
from pathlib import Path

from django.db import connection

FILES = {"sqlite": "db.sqlite3", "postgresql": "db.dump"}


def file_name() -> str:
    """Return the name of the snapshot of this installation's engine."""
    return FILES[connection.vendor]


def save(path: Path) -> None:
    """Write a snapshot while others write on; raises CalledProcessError."""
    if connection.vendor == "sqlite":
        # VACUUM INTO reads one consistent snapshot, which copying a live WAL database would not.
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(path)])
    else:
        postgresql("pg_dump", "-Fc", "-f", str(path))


def load(path: Path) -> None:
    """Replace the database by a snapshot; raises CalledProcessError before anything is touched if it is unreadable."""
    if connection.vendor == "sqlite":
        load_file(path)
    else:
        load_dump(path)


def load_file(path: Path) -> None:
    target = Path(connection.settings_dict["NAME"])
    arriving = target.with_name(f"{target.name}.arriving")
    shutil.copyfile(path, arriving)
    connection.close()
    # A log of the old database would be replayed into the new one.
    for leftover in (f"{target}-wal", f"{target}-shm"):
        Path(leftover).unlink(missing_ok=True)
    arriving.replace(target)


def load_dump(path: Path) -> None:
    postgresql("pg_restore", "--file", os.devnull, str(path), reaching_database=False)
    with connection.cursor() as cursor:
        # What a newer version added would stay, and its migrations then find it there.
        cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    connection.close()
    postgresql("pg_restore", "--exit-on-error", "--no-owner", str(path))


def postgresql(program: str, *arguments: str, reaching_database: bool = True) -> None:
    """Run one of PostgreSQL's programs; no password in its arguments."""
    database = connection.settings_dict
    environment = {"PATH": os.environ.get("PATH", os.defpath)}
    access = []
    if reaching_database:
        access = ["-d", database["NAME"], "-h", database["HOST"], "-U", database["USER"]]
        access += ["-p", str(database["PORT"])] if database["PORT"] else []
        environment["PGPASSWORD"] = database["PASSWORD"]
    subprocess.run(  # noqa: S603
        [shutil.which(program) or program, *access, *arguments], env=environment, check=True
    )
