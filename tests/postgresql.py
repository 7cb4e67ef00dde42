"""A PostgreSQL cluster of our own for the tests: on loopback, without durability, thrown away."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def find_programs() -> Path | None:
    """Return the folder with initdb and pg_ctl of the newest PostgreSQL installed, or None."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name))
    on_path = shutil.which("initdb")
    candidates = [*([Path(on_path).parent] if on_path else []), *reversed(folders)]
    return next((folder for folder in candidates if (folder / "pg_ctl").exists()), None)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def cluster() -> Iterator[str]:
    """Start a cluster and yield its DATABASE_URL; root runs it as the user `postgres`, as it must."""
    programs = find_programs()
    folder = Path(tempfile.mkdtemp(prefix="koordination-postgresql-"))
    as_user = {}
    if os.geteuid() == 0:
        account = pwd.getpwnam("postgres")
        os.chown(folder, account.pw_uid, account.pw_gid)
        as_user = {"user": "postgres", "group": account.pw_gid, "extra_groups": []}
    port = free_port()
    quiet = {"check": True, "stdout": subprocess.DEVNULL, "cwd": folder, **as_user}
    database = str(folder / "cluster")
    options = (
        f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} "
        "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=200"
    )
    subprocess.run([programs / "initdb", "-D", database, "-U", "koordination", "-A", "trust", "-E", "UTF8"], **quiet)
    subprocess.run(
        [programs / "pg_ctl", "-D", database, "-o", options, "-l", str(folder / "log"), "-w", "start"],
        **quiet,
    )
    try:
        yield f"postgres://koordination@127.0.0.1:{port}/postgres"
    finally:
        subprocess.run([programs / "pg_ctl", "-D", database, "-m", "immediate", "stop"], **quiet)
        shutil.rmtree(folder, ignore_errors=True)
