"""A foreign site that serves an example, and a browser to visit it with."""

import shutil
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import pytest

EXAMPLES = Path(__file__).resolve().parent.parent.parent / "examples"


def pytest_collection_modifyitems(items):
    for item in items:
        if "live_server" in getattr(item, "fixturenames", ()) and "tests/examples" in str(item.path):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.django_db(transaction=True))


class QuietHandler(SimpleHTTPRequestHandler):
    def log_message(self, *args):
        pass


@pytest.fixture
def foreign_site(live_server, tmp_path) -> Iterator[str]:
    """Serve the example from a site of its own, with the API's address written into it; yields its origin."""
    folder = tmp_path / "programm"
    shutil.copytree(EXAMPLES / "programm", folder)
    page = folder / "index.html"
    page.write_text(
        page.read_text(encoding="utf-8").replace("http://localhost:8000", live_server.url), encoding="utf-8"
    )
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(QuietHandler, directory=folder))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def visitor(chromium, live_server):
    """A page of a browser; `page.told` collects what its console says, `page.hosts` whom it asked."""
    context = chromium.new_context(viewport={"width": 360, "height": 740}, locale="de-DE")
    context.set_default_timeout(15_000)
    page = context.new_page()
    page.told, page.hosts = [], set()
    page.on("console", lambda message: page.told.append(message.text) if message.type == "error" else None)
    page.on("request", lambda request: page.hosts.add(urlsplit(request.url).netloc))
    yield page
    context.close()
