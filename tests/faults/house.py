"""A web service of its own on a database the test knows, asked directly; what the faults of this folder befall."""

import http.client
import time
from dataclasses import dataclass, field

from tests.deploy.installation import BIN, Installation, end, wait_until
from tests.deploy.visitor import Visitor
from tests.postgresql import free_port


@dataclass
class House(Installation):
    """gunicorn with two processes on one database, without nginx and TLS; and a worker where a test starts it."""

    port: int = field(default_factory=free_port)
    extra: dict[str, str] = field(default_factory=dict)
    application: str = "koordination.wsgi"

    @property
    def environment(self) -> dict[str, str]:
        return {
            **super().environment,
            "DJANGO_SETTINGS_MODULE": "koordination.settings.dev",
            "SITE_URL": f"http://localhost:{self.port}",
            "ALLOWED_HOSTS": "localhost",
            "VORGANG_TRUSTED_PROXIES": "0",
            # All visitors of these tests have one address.
            "VORGANG_NETWORK_PER_MINUTE": "100000",
            "KOORDINATION_API_PER_MINUTE": "100000",
            "WEB_PROCESSES": "2",
            "WEB_BIND": f"127.0.0.1:{self.port}",
            "METRICS_TOKEN": "",
            **self.extra,
        }

    def furnish(self) -> None:
        for name in ("logs", "var", "var/media", "var/cache"):
            (self.folder / name).mkdir(exist_ok=True)

    def open(self) -> float:
        """Start the web service, wait until it answers and return after how many seconds it did."""
        started = time.monotonic()
        self.begin("web", str(BIN / "gunicorn"), "-c", "deploy/gunicorn.conf.py", self.application)
        wait_until(self.is_open)
        return time.monotonic() - started

    def is_open(self) -> bool:
        try:
            return self.visitor().get("/healthz").status == 200
        except (OSError, http.client.HTTPException):
            return False

    def close(self) -> None:
        end(self.processes["web"])

    def start_worker(self, name: str = "worker", **environment: str) -> None:
        self.begin(name, str(BIN / "python"), "manage.py", "worker", **environment)

    def visitor(self) -> Visitor:
        return Visitor(self.port, "localhost")
