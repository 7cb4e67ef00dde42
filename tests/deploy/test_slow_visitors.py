"""Visitors who never end their request: nginx keeps them from the web services (reliability R13)."""

import socket
import time
from contextlib import ExitStack

import pytest

from tests.deploy.installation import HOST, Installation, answers, wait_until

pytestmark = [pytest.mark.slow, pytest.mark.goal("R13")]

SLOW_VISITORS = 200
LOOKS = 5
SECONDS_A_VISITOR_WAITS = 1
# What slowhttptest sends with -H and with -B.
BEGINNINGS = {
    "header": f"GET /de/ HTTP/1.1\r\nHost: {HOST}\r\nX-Slow: ",
    "body": f"POST /de/kontakt/ HTTP/1.1\r\nHost: {HOST}\r\nContent-Length: 100000\r\n\r\n",
}


def address_of(number: int) -> str:
    """Return one of fifty addresses: one alone would meet the limit of connections."""
    return f"127.0.1.{number % 50 + 1}"


def seconds_of_a_visit(site: Installation) -> float:
    started = time.monotonic()
    assert site.visitor("127.0.2.1").get("/de/").status == 200
    return time.monotonic() - started


@pytest.mark.parametrize("part", BEGINNINGS)
def test_two_hundred_slow_visitors_keep_nobody_waiting(site, measured, part):
    seconds_of_a_visit(site)
    waited = []

    with ExitStack() as stack:
        slow = [stack.enter_context(site.visitor(address_of(number)).socket()) for number in range(SLOW_VISITORS)]
        for connection in slow:
            connection.sendall(BEGINNINGS[part].encode())
        for _ in range(LOOKS):
            for connection in slow:
                connection.sendall(b"x")
            waited.append(seconds_of_a_visit(site))

    measured(f"{SLOW_VISITORS} langsame Besucher ({part}): eine Seite in höchstens {max(waited):.2f} s")
    assert max(waited) <= SECONDS_A_VISITOR_WAITS


def test_without_nginx_one_slow_visitor_is_enough(site):
    """Negative control: a web service asked directly waits for whoever came first."""
    with socket.create_connection(("127.0.0.1", site.webs[1])) as slow:
        slow.sendall(BEGINNINGS["header"].encode())
        time.sleep(0.5)
        with socket.create_connection(("127.0.0.1", site.webs[1])) as other:
            other.settimeout(SECONDS_A_VISITOR_WAITS)
            other.sendall(f"GET /healthz HTTP/1.1\r\nHost: {HOST}\r\n\r\n".encode())
            with pytest.raises(TimeoutError):
                other.recv(1)
    wait_until(lambda: answers(site, site.webs[1]))
