"""A PostgreSQL cluster of our own for the tests: on loopback, without durability, thrown away."""

import os
import pwd
import random
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path


def find_programs() -> Path | None:
    """Return the folder with initdb and pg_ctl of the newest PostgreSQL installed, or None."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name))
    on_path = shutil.which("initdb")
    candidates = [*([Path(on_path).parent] if on_path else []), *reversed(folders)]
    return next((folder for folder in candidates if (folder / "pg_ctl").exists()), None)


def free_port() -> int:
    """Return a port that nobody listens on, below those the system gives to outgoing connections: it stays free."""
    while True:
        port = random.randrange(20_000, 32_000)
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)):
                return port


@dataclass
class Cluster:
    """A cluster in a folder of its own; root runs it as the user `postgres`, as it must."""

    folder: Path
    options: str = ""
    port: int = field(default_factory=free_port)

    @property
    def url(self) -> str:
        return f"postgres://koordination@127.0.0.1:{self.port}/postgres"

    @property
    def data(self) -> Path:
        return self.folder / "cluster"

    def run(self, program: str, *arguments: str, **streams) -> None:
        """Run one of PostgreSQL's programs to its end; raises CalledProcessError."""
        as_user = {}
        if os.geteuid() == 0:
            account = pwd.getpwnam("postgres")
            as_user = {"user": "postgres", "group": account.pw_gid, "extra_groups": []}
        streams.setdefault("stdout", subprocess.DEVNULL)
        subprocess.run([find_programs() / program, *arguments], check=True, cwd=self.folder, **streams, **as_user)

    def create(self) -> None:
        if os.geteuid() == 0:
            account = pwd.getpwnam("postgres")
            os.chown(self.folder, account.pw_uid, account.pw_gid)
        # Small segments: a cluster must fit on a small disk too.
        self.run("initdb", "-D", self.data, "-U", "koordination", "-A", "trust", "-E", "UTF8", "--wal-segsize=4")

    def start(self) -> None:
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={self.folder} "
        log = str(self.folder / "log")
        self.run("pg_ctl", "-D", self.data, "-o", options + self.options, "-l", log, "-w", "start")

    def stop(self) -> None:
        self.run("pg_ctl", "-D", self.data, "-m", "immediate", "stop")

    @property
    def postmaster(self) -> int:
        return int((self.data / "postmaster.pid").read_text().split()[0])

    def is_running(self) -> bool:
        return (self.data / "postmaster.pid").exists() and is_alive(self.postmaster)

    def kill(self) -> None:
        """kill -9 for the server and all its processes; returns when none of them is left."""
        server = self.postmaster
        victims = [server, *children_of(server)]
        for victim in victims:
            with suppress(ProcessLookupError):
                os.kill(victim, signal.SIGKILL)
        # Whoever still lives holds the lock that a new server asks for.
        while any(map(is_alive, victims)):
            time.sleep(0.05)


def children_of(parent: int) -> list[int]:
    children = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(FileNotFoundError, ProcessLookupError):
            if int(path.read_text().rpartition(")")[2].split()[1]) == parent:
                children.append(int(path.parent.name))
    return children


def is_alive(number: int) -> bool:
    """Whether a process is there; one that has ended counts until its parent has fetched it, as for PostgreSQL."""
    return Path(f"/proc/{number}").exists()


WITHOUT_DURABILITY = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=200"


@contextmanager
def cluster() -> Iterator[str]:
    """Start a cluster without durability and yield its DATABASE_URL."""
    folder = Path(tempfile.mkdtemp(prefix="koordination-postgresql-"))
    throw_away = Cluster(folder, WITHOUT_DURABILITY)
    throw_away.create()
    throw_away.start()
    try:
        yield throw_away.url
    finally:
        throw_away.stop()
        shutil.rmtree(folder, ignore_errors=True)
