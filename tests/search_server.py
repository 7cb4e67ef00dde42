"""A real Elasticsearch of our own for development and tests: on loopback, with its guard on, thrown away.

`make elasticsearch` starts one until Ctrl+C. The server is the vendor's own distribution for tests from Maven Central:
whole in what it searches, without the optional modules (no analyzers but `whitespace`, no scripts, no API keys).
"""

import os
import pwd
import re
import shutil
import signal
import ssl
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from http.client import HTTPException
from pathlib import Path
from urllib.request import urlopen

from tests.own_authority import Authority, authority, is_possible
from tests.postgresql import free_port

VERSION = "8.19.4"
DIGEST = "553088b4c0f60f04d7c63da609aaeae372c483159f4fb8013599e91233aab0de"
ARTIFACT = f"org.elasticsearch.distribution.integ-test-zip:elasticsearch:{VERSION}:zip"
COPY = "org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy"
KEPT_IN = Path(__file__).resolve().parent.parent / "var" / "elasticsearch"
ACCOUNT, NAME, PASSWORD, PREFIX = "koordination-search", "koordination", "nur-auf-diesem-rechner", "ehrenamt"
OLDEST_JAVA, PATIENCE_SECONDS = 17, 90
CONFIGURATION = """cluster.name: koordination
discovery.type: single-node
network.host: 127.0.0.1
http.port: {port}
transport.port: {transport}
path.data: {folder}/data
path.logs: {folder}/logs
xpack.security.enabled: true
cluster.routing.allocation.disk.threshold_enabled: false
"""
ENCRYPTED = """xpack.security.http.ssl.enabled: true
xpack.security.http.ssl.key: {key}
xpack.security.http.ssl.certificate: {certificate}
"""
HOST = "127.0.0.1"
# Who may do everything, only where a test asks for such a person.
OPERATOR = "betrieb"
# What the site needs and no more; docs/betrieb.md names the same for an operator's server. A test compares them.
ROLE = {
    "cluster": ["monitor"],
    "indices": [
        {
            "names": [f"{PREFIX}*"],
            "privileges": ["create_index", "delete_index", "manage", "read", "write"],
        }
    ],
}


class Absent(Exception):
    """What the server needs is not installed; the message says how to get it."""


def find_java() -> Path:
    """Return the home of Java 17 or newer; raises Absent."""
    program = shutil.which("java")
    told = subprocess.run([program, "-version"], capture_output=True, text=True).stderr if program else ""
    version = re.search(r'version "(\d+)', told)
    if not version or int(version[1]) < OLDEST_JAVA:
        raise Absent(f"Elasticsearch braucht Java {OLDEST_JAVA} oder neuer: apt-get install default-jre-headless")
    return Path(program).resolve().parent.parent


def fetched() -> Path:
    """Return the archive of the server, from Maven Central where it is not here yet; raises Absent."""
    archive = KEPT_IN / f"elasticsearch-{VERSION}.zip"
    if not archive.exists():
        if not shutil.which("mvn"):
            raise Absent("Elasticsearch kommt aus Maven Central, dazu braucht es Maven: apt-get install maven")
        KEPT_IN.mkdir(parents=True, exist_ok=True)
        command = ["mvn", "-q", "-B", COPY, f"-Dartifact={ARTIFACT}", f"-DoutputDirectory={KEPT_IN}"]
        if subprocess.run(command).returncode or not archive.exists():
            raise Absent("Maven konnte Elasticsearch nicht holen; die Meldung darüber sagt, warum.")
    if sha256(archive.read_bytes()).hexdigest() != DIGEST:
        archive.unlink()
        raise Absent(
            "Das Archiv von Elasticsearch war beschädigt und ist gelöscht. Bitte versuchen Sie es noch einmal."
        )
    return archive


class Server:
    """One server in a folder of its own; root runs it as a user without rights, as it must.

    With `encrypted` it speaks TLS only, certified by an authority of its own; an operator may do everything there.
    """

    def __init__(self, folder: Path, *, encrypted: bool = False):
        self.folder = folder
        self.authority: Authority | None = None
        if encrypted:
            if not is_possible():
                raise Absent("Das Zertifikat macht OpenSSL: apt-get install openssl")
            self.authority = authority(folder, "behoerde")
        self.port = free_port()
        self.process: subprocess.Popen | None = None
        self.home = folder / f"elasticsearch-{VERSION}"
        self.environment = {"ES_JAVA_HOME": str(find_java()), "ES_JAVA_OPTS": "-Xms512m -Xmx512m"}

    @property
    def address(self) -> str:
        return f"{self.transport}://{HOST}:{self.port}"

    @property
    def transport(self) -> str:
        return "https" if self.authority else "http"

    def url(self, prefix: str = PREFIX) -> str:
        """Return the SUCHE_URL of an index of this server."""
        return f"elasticsearch+{self.transport}://{NAME}:{PASSWORD}@{HOST}:{self.port}/{prefix}"

    def create(self) -> None:
        """Unpack it, write its configuration, its role and its user."""
        with zipfile.ZipFile(fetched()) as archive:
            archive.extractall(self.folder)
        for program in (self.home / "bin").iterdir():
            program.chmod(0o755)
        for name in ("data", "logs"):
            (self.folder / name).mkdir()
        (self.home / "logs").mkdir(exist_ok=True)
        settings = CONFIGURATION.format(port=self.port, transport=free_port(), folder=self.folder)
        if self.authority:
            key, certificate = self.authority.certify(self.home / "config", HOST)
            settings += ENCRYPTED.format(key=key, certificate=certificate)
        (self.home / "config" / "elasticsearch.yml").write_text(settings, encoding="utf-8")
        (self.home / "config" / "roles.yml").write_text(role_file(), encoding="utf-8")
        if os.geteuid() == 0:
            owner = account()
            for path in (self.folder, *self.folder.rglob("*")):
                os.chown(path, owner.pw_uid, owner.pw_gid)
        self._run("elasticsearch-users", "useradd", NAME, "-p", PASSWORD, "-r", "koordination")
        if self.authority:
            self._run("elasticsearch-users", "useradd", OPERATOR, "-p", PASSWORD, "-r", "superuser")

    def _run(self, program: str, *arguments: str) -> None:
        subprocess.run(
            [self.home / "bin" / program, *arguments], check=True, stdout=subprocess.DEVNULL, **self._as_user()
        )

    def _as_user(self) -> dict:
        owner = {}
        if os.geteuid() == 0:
            entry = account()
            owner = {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
        return {"cwd": self.home, "env": {**os.environ, "HOME": str(self.folder), **self.environment}, **owner}

    def start(self) -> None:
        """Start it and wait until it answers; raises TimeoutError with the end of its log."""
        with (self.folder / "output").open("ab") as output:
            # It must not outlive whoever started it, even where that process is killed.
            bound = [setpriv, "--pdeathsig", "KILL"] if (setpriv := shutil.which("setpriv")) else []
            program = [*bound, self.home / "bin" / "elasticsearch"]
            self.process = subprocess.Popen(
                program, stdout=output, stderr=subprocess.STDOUT, start_new_session=True, **self._as_user()
            )
        patience = time.monotonic() + PATIENCE_SECONDS
        while not self.answers():
            if time.monotonic() > patience or self.process.poll() is not None:
                end = (self.folder / "output").read_text(encoding="utf-8", errors="replace")[-2000:]
                self.kill()
                raise TimeoutError(f"Elasticsearch did not start: {end}")
            time.sleep(0.2)

    def answers(self) -> bool:
        """Whether it listens and knows its user: without a name it must refuse."""
        try:
            urlopen(f"{self.address}/_cluster/health", timeout=2, context=self.trust()).close()
        except OSError as refused:
            return getattr(refused, "code", 0) == 401
        except HTTPException:
            return False
        return True

    def trust(self) -> ssl.SSLContext | None:
        """Return whose certificates are believed; None where nothing is encrypted."""
        return ssl.create_default_context(cafile=str(self.authority.certificate)) if self.authority else None

    def kill(self) -> None:
        """kill -9 for the server and all it has started."""
        if self.process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None


def account() -> pwd.struct_passwd:
    """Return the user that runs the server for root, made where it is missing."""
    with suppress(KeyError):
        return pwd.getpwnam(ACCOUNT)
    nowhere = ["--system", "--no-create-home", "--shell", "/usr/sbin/nologin"]
    subprocess.run(["useradd", *nowhere, ACCOUNT], check=True)
    return pwd.getpwnam(ACCOUNT)


def role_file() -> str:
    [indices] = ROLE["indices"]
    names, privileges = (", ".join(f'"{each}"' for each in indices[key]) for key in ("names", "privileges"))
    cluster = ", ".join(f'"{each}"' for each in ROLE["cluster"])
    return (
        f"koordination:\n  cluster: [{cluster}]\n  indices:\n    - names: [{names}]\n      privileges: [{privileges}]\n"
    )


@contextmanager
def server(*, encrypted: bool = False) -> Iterator[Server]:
    """Yield a started server; raises Absent where Java or Maven are missing, or OpenSSL for an encrypted one."""
    folder = Path(tempfile.mkdtemp(prefix="koordination-elasticsearch-"))
    started = None
    try:
        started = Server(folder, encrypted=encrypted)
        started.create()
        started.start()
        yield started
    finally:
        if started:
            started.kill()
        shutil.rmtree(folder, ignore_errors=True)


def main() -> int:
    try:
        with server() as started:
            print(
                f"Elasticsearch {VERSION} läuft auf diesem Rechner, bis Sie Strg+C drücken. In einem anderen Fenster:"
            )
            print(
                f"  export SUCHE_URL={started.url()}\n  .venv/bin/python manage.py rebuild_search\n  make serve",
                flush=True,
            )
            with suppress(KeyboardInterrupt):
                started.process.wait()
    except (Absent, TimeoutError) as fault:
        print(fault, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
