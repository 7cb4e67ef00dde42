"""A virus scanner for tests: the real clamd with one signature of our own, or a stand-in that speaks its protocol."""

import os
import pwd
import shutil
import socketserver
import struct
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# Nothing of the sort exists; the signature knows the bytes.
MALWARE = b"Musterschadsoftware-7f3a91c4-nur-fuer-diesen-Test"
NAME = "Musterkreis.Schadsoftware"
CONFIGURATION = """
DatabaseDirectory {folder}/signatures
LocalSocket {folder}/clamd.sock
Foreground yes
StreamMaxLength 26M
User {user}
"""


class StandIn(socketserver.StreamRequestHandler):
    """Reads what clamd reads and looks for the same bytes; `server.verdict` overrides what it says."""

    def handle(self):
        if self.rfile.read(10) != b"zINSTREAM\0":
            return
        content = b""
        while size := struct.unpack(">I", self.rfile.read(4))[0]:
            content += self.rfile.read(size)
        found = f"stream: {NAME}.UNOFFICIAL FOUND" if MALWARE in content else "stream: OK"
        self.wfile.write((self.server.verdict or found).encode() + b"\0")


class Server(socketserver.ThreadingUnixStreamServer):
    daemon_threads = True
    verdict = ""


@contextmanager
def stand_in(folder: Path, verdict: str = "") -> Iterator[str]:
    """Run the stand-in and yield its address."""
    path = folder / "clamd.sock"
    with Server(str(path), StandIn) as server:
        server.verdict = verdict
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"unix:{path}"
        server.shutdown()


def find_clamd() -> str | None:
    return shutil.which("clamd", path="/usr/sbin:/usr/local/sbin:/usr/bin")


@contextmanager
def real(folder: Path) -> Iterator[str]:
    """Run clamd with our one signature, as an account without rights, and yield its address.

    `folder` is one that every account may enter.
    """
    user = "nobody" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name
    signatures = folder / "signatures"
    signatures.mkdir()
    (signatures / "muster.ndb").write_text(f"{NAME}:0:*:{MALWARE.hex()}\n")
    configuration = folder / "clamd.conf"
    configuration.write_text(CONFIGURATION.format(folder=folder, user=user))
    shutil.chown(folder, user)
    process = subprocess.Popen(
        [find_clamd(), "--config-file", str(configuration)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        until = time.monotonic() + 30
        while not (folder / "clamd.sock").exists():
            assert process.poll() is None, "clamd hat sich beendet"
            assert time.monotonic() < until, "clamd ist nicht bereit"
            time.sleep(0.1)
        yield f"unix:{folder / 'clamd.sock'}"
    finally:
        process.terminate()
        process.wait(timeout=30)
