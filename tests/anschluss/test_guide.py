"""The receiver of the guide (docs/api.md) runs as it stands there and takes what the worker sends."""

import contextlib
import io
import re
import socket
import threading
import time
from pathlib import Path

import pytest
from django.utils import timezone

from anschluss.deliveries import send_due
from anschluss.models import Delivery
from pages.models import ContentPage
from tests.anschluss.conftest import make_endpoint

pytestmark = pytest.mark.django_db

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "api.md"


def free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        return listening.getsockname()[1]


@pytest.fixture
def running(loopback):
    """Run the receiver of the guide with the secret of its endpoint; yields (endpoint, what it prints)."""
    [code] = [
        block for block in re.findall(r"```python\n(.*?)```", GUIDE.read_text("utf-8"), re.S) if "SECRET" in block
    ]
    port = free_port()
    endpoint = make_endpoint(f"http://127.0.0.1:{port}/")
    code = code.replace("8080", str(port)).replace("whsec_…", endpoint.shown)
    printed = io.StringIO()
    names = {"print": lambda *parts: printed.write(" ".join(parts))}
    threading.Thread(target=exec, args=(code, names), daemon=True).start()
    for _ in range(100):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port)):
            break
        time.sleep(0.02)
    return endpoint, printed


def test_the_receiver_of_the_guide_takes_a_message_once(home, running):
    _endpoint, printed = running
    page = home.add_child(instance=ContentPage(title="Mitmachen", slug="mitmachen", live=False))
    page.save_revision().publish()

    arrived = send_due()
    Delivery.objects.update(state="queued", next_attempt_at=timezone.now())
    again = send_due()

    assert (arrived, again) == (1, 1)
    assert printed.getvalue() == f"page.published http://localhost:8000/api/v1/seiten/{page.pk}/"


def test_it_refuses_what_another_secret_signed(home, running):
    """Negative control."""
    endpoint, printed = running
    make_endpoint(endpoint.url)
    endpoint.delete()
    page = home.add_child(instance=ContentPage(title="Mitmachen", slug="mitmachen", live=False))
    page.save_revision().publish()

    assert (send_due(), printed.getvalue()) == (0, "")
    assert Delivery.objects.get().last_answer == "401"
