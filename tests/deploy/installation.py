"""A whole installation as the handbook describes it, all on loopback.

PostgreSQL, Valkey or Redis, an S3-compatible store, two web services, a worker, nginx.
"""

import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from tests import buckets, migrated, valkey
from tests.deploy import configuration
from tests.deploy.certificate import make_certificate
from tests.deploy.visitor import Visitor, VisitorOfOneService
from tests.postgresql import cluster, find_programs, free_port

ROOT = Path(__file__).resolve().parent.parent.parent
BIN = Path(sys.executable).parent
HOST = "ehrenamt.musterkreis.example"
METRICS_TOKEN = "nur-fuer-prometheus"
EDITOR, PASSWORD = "leitung", "geheim-genug-fuer-diese-pruefung"


def find_nginx() -> str | None:
    return shutil.which("nginx") or next((path for path in ["/usr/sbin/nginx"] if Path(path).exists()), None)


@dataclass
class Installation:
    """What was started, and where it listens."""

    folder: Path
    https: int = field(default_factory=free_port)
    http: int = field(default_factory=free_port)
    webs: list[int] = field(default_factory=lambda: [free_port(), free_port()])
    course_id: int = 0
    course_path: str = ""
    large_course_id: int = 0
    database_url: str = ""
    draft_id: int = 0
    cache: valkey.Server | None = None
    bucket: buckets.Bucket | None = None
    host: str = HOST
    nginx_changes: dict[str, str] = field(default_factory=dict)
    gunicorn_changes: dict[str, str] = field(default_factory=dict)
    processes: dict[str, subprocess.Popen] = field(default_factory=dict)
    stack: ExitStack = field(default_factory=ExitStack)

    @property
    def var(self) -> Path:
        return self.folder / "var"

    @property
    def certificate(self) -> Path:
        return self.folder / "tls" / "fullchain.pem"

    @property
    def environment(self) -> dict[str, str]:
        """The environment that deploy/koordination.env.example asks for, and nothing of the tests' own."""
        return {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "DJANGO_SETTINGS_MODULE": "koordination.settings.production",
            "SECRET_KEY": "only-for-this-test-3bJx9Qw7Lm2Zr8Tn5Vk1Hy6Pd4Gs0Cf-UaEiOo",
            "SITE_URL": f"https://{HOST}",
            # localhost is what the scanners ask for.
            "ALLOWED_HOSTS": f"{HOST},localhost",
            "DATABASE_URL": self.database_url,
            "EMAIL_URL": f"filemail:///{self.var / 'mails'}",
            "DEFAULT_FROM_EMAIL": "ehrenamt@musterkreis.example",
            "VAR_DIR": str(self.var),
            "VORGANG_TRUSTED_PROXIES": "1",
            "VORGANG_MINIMUM_SECONDS": "0",
            "LOG_FORMAT": "json",
            "WEB_PROCESSES": "1",
            "METRICS_TOKEN": METRICS_TOKEN,
            **({"CACHE_URL": self.cache.url} if self.cache else {}),
            **(self.bucket.environment if self.bucket else {}),
        }

    def log(self, name: str) -> str:
        return (self.folder / "logs" / name).read_text(encoding="utf-8")

    def logs(self) -> str:
        """Return everything that any part has written."""
        return "\n".join(self.log(path.name) for path in sorted((self.folder / "logs").iterdir()))

    def visitor(self, address: str = "127.0.0.1") -> Visitor:
        return Visitor(self.https, self.host, self.certificate, address=address)

    def visitor_of(self, index: int) -> VisitorOfOneService:
        return VisitorOfOneService(self.webs[index], self.host)

    def editor(self, visitor: Visitor) -> Visitor:
        """Log a visitor in to the CMS."""
        answer = visitor.submit("/admin/login/", {"username": EDITOR, "password": PASSWORD})
        assert answer.status == 302, answer.text
        return visitor

    def run(self, *command: str) -> str:
        result = subprocess.run(
            [str(BIN / "python"), *command], cwd=ROOT, env=self.environment, capture_output=True, text=True, check=False
        )
        assert result.returncode == 0, result.stdout + result.stderr
        return result.stdout

    def begin(self, name: str, *command: str, **environment: str) -> subprocess.Popen:
        """Start one part; it is ended, by its own number, with the stack."""
        with (self.folder / "logs" / f"{name}.log").open("ab") as log:
            process = subprocess.Popen(
                command,
                cwd=ROOT,
                env={**self.environment, **environment},
                stdout=log,
                stderr=log,
                # A group of its own, so that a whole service can be killed at once.
                start_new_session=True,
            )
        self.processes[name] = process
        self.stack.callback(end, process)
        return process

    def start_web(self, index: int) -> None:
        runtime = self.folder / f"run-{index}"
        runtime.mkdir(exist_ok=True)
        where = {"WEB_BIND": f"127.0.0.1:{self.webs[index]}", "RUNTIME_DIRECTORY": str(runtime)}
        gunicorn = [str(BIN / "gunicorn"), "-c", str(configuration.gunicorn(self, runtime)), "koordination.wsgi"]
        self.begin(f"web-{index}", *gunicorn, **where)

    def kill(self, name: str) -> None:
        """kill -9 for a part with all its processes, which get no chance to end anything."""
        process = self.processes[name]
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def end(process: subprocess.Popen) -> None:
    process.terminate()
    try:
        process.wait(timeout=20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def start(folder: Path, stack: ExitStack, **options: str) -> Installation:
    """Install and start everything; PostgreSQL where it is, else SQLite."""
    installation = Installation(folder, stack=stack, **options)
    serve(installation)
    return installation


def serve(installation: Installation) -> None:
    """Install and start everything at the ports of an installation."""
    make_folders(installation)
    if os.environ.get("DEPLOY_DATABASE") == "sqlite" or not find_programs():
        installation.database_url = migrated.sqlite(installation.var / "db.sqlite3")
    elif migrated.POSTGRESQL in os.environ:
        installation.database_url = migrated.postgresql(f"deploy_{installation.https}")
    else:
        installation.database_url = installation.stack.enter_context(cluster())
    # In SQLite's run the files of the default, else what several hosts share.
    if installation.database_url.startswith("postgres") and (valkey.find_program() or os.environ.get("CI")):
        installation.cache = installation.stack.enter_context(valkey.server())
        installation.bucket = installation.stack.enter_context(buckets.store())
    installation.run("manage.py", "migrate", "--noinput", "-v", "0")
    installation.run("manage.py", "set_up_roles")
    installation.run("manage.py", "collectstatic", "--noinput", "-v", "0")
    course, large, draft, installation.course_path = installation.run("-m", "tests.deploy.county").split()[-4:]
    installation.course_id, installation.large_course_id, installation.draft_id = int(course), int(large), int(draft)
    for index in (0, 1):
        installation.start_web(index)
    installation.begin("worker", str(BIN / "python"), "manage.py", "worker")
    start_nginx(installation)
    wait_until(lambda: all(answers(installation, port) for port in installation.webs))


def make_folders(installation: Installation) -> None:
    for name in ("logs", "var", "var/media", "var/mails", "var/static", "var/cache"):
        (installation.folder / name).mkdir()
    make_certificate(installation.folder / "tls", installation.host)


def start_nginx(installation: Installation) -> None:
    main = configuration.nginx(installation)
    installation.begin("nginx", find_nginx(), "-c", str(main), "-p", str(main.parent))
    wait_until(lambda: installation.visitor().is_welcome())


def start_nginx_alone(folder: Path, stack: ExitStack, changes: dict[str, str] | None = None) -> Installation:
    """Start nginx before web services that are not there."""
    installation = Installation(folder, stack=stack, nginx_changes=changes or {})
    make_folders(installation)
    start_nginx(installation)
    return installation


def answers(installation: Installation, port: int) -> bool:
    probe = [str(BIN / "python"), "deploy/probe.py", f"http://127.0.0.1:{port}/healthz"]
    return subprocess.run(probe, cwd=ROOT, env=installation.environment, check=False).returncode == 0


def wait_until(condition, seconds: float = 60) -> None:
    end_of_patience = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end_of_patience, "it did not start in time"
        time.sleep(0.2)
