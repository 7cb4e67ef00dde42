"""Servers to be measured: each a gunicorn with two processes, its CPU read from the kernel, its load made by wrk."""

import os
import re
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.postgresql import free_port

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
TICKS = os.sysconf("SC_CLK_TCK")
HOST = "ehrenamt.musterkreis.example"
HEADERS = {"Host": HOST, "X-Forwarded-Proto": "https"}


@dataclass
class Server:
    """A running gunicorn; `seconds` from its start to the first answer 200."""

    process: subprocess.Popen
    port: int
    seconds: float

    def cpu(self) -> float:
        """Return the seconds of CPU that its processes have used; children that ended count for their parent."""
        return sum(cpu_of(pid) for pid in [self.process.pid, *children_of(self.process.pid)])


def cpu_of(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, fields[11:15])) / TICKS


def children_of(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


@contextmanager
def served(application: str, path: str, *options: str, **environment: str) -> Iterator[Server]:
    """Serve a WSGI application with two processes until the block ends; it has answered `path` once."""
    port = free_port()
    command = [str(BIN / "gunicorn"), *options, "--workers", "2", "--bind", f"127.0.0.1:{port}", application]
    begun = time.monotonic()
    process = subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, **environment}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        while not answers(port, path):
            if process.poll() is not None or time.monotonic() - begun > 60:
                raise RuntimeError(f"{application} does not answer {path}")
            time.sleep(0.02)
        yield Server(process, port, time.monotonic() - begun)
    finally:
        process.terminate()
        process.wait(timeout=30)


def answers(port: int, path: str) -> bool:
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers=HEADERS)
    try:
        with urllib.request.urlopen(request, timeout=20) as response:
            return response.status == 200
    except OSError:
        return False


def has_wrk() -> bool:
    return shutil.which("wrk") is not None


@dataclass(frozen=True)
class Load:
    """What one run of wrk found: requests in a second, CPU milliseconds of the server for each."""

    per_second: float
    cpu_ms: float


def load(server: Server, path: str, seconds: int, *options: str) -> Load:
    """Ask with four connections for some seconds; raises RuntimeError where an answer was no success."""
    headers = [part for name, value in HEADERS.items() for part in ("-H", f"{name}: {value}")]
    before = server.cpu()
    result = subprocess.run(
        ["wrk", "-t1", "-c4", f"-d{seconds}s", *headers, *options, f"http://127.0.0.1:{server.port}{path}"],
        capture_output=True,
        text=True,
        check=True,
    )
    used = server.cpu() - before
    if "Non-2xx" in result.stdout or "Socket errors" in result.stdout:
        raise RuntimeError(result.stdout)
    requests = int(re.search(r"(\d+) requests in", result.stdout)[1])
    per_second = float(re.search(r"Requests/sec:\s+([\d.]+)", result.stdout)[1])
    return Load(per_second, used * 1000 / requests)
