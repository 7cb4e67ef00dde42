"""A Valkey or Redis of our own for the tests: on loopback, in memory only, thrown away."""

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager

from tests.postgresql import free_port


def find_program() -> str | None:
    return shutil.which("valkey-server") or shutil.which("redis-server")


class Server:
    """One server that can be killed and started again on the same port."""

    def __init__(self):
        self.port = free_port()
        self.process: subprocess.Popen | None = None

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        options = ["--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        self.process = subprocess.Popen([find_program(), *options], stdout=subprocess.DEVNULL)
        end_of_patience = time.monotonic() + 10
        while not self.is_listening():
            assert time.monotonic() < end_of_patience, "the server did not start in time"
            time.sleep(0.02)

    def is_listening(self) -> bool:
        try:
            socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
        except OSError:
            return False
        return True

    def kill(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None


@contextmanager
def server() -> Iterator[Server]:
    """Yield a started server."""
    started = Server()
    started.start()
    try:
        yield started
    finally:
        started.kill()
