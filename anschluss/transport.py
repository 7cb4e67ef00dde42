"""One POST to a foreign address: checked, without redirects, short, whatever the other side does."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPException
from threading import Timer

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError

from anschluss.addresses import Destination, Forbidden, destination

# Seconds; the deadline also ends an answer that trickles in byte by byte.
CONNECT, READ, DEADLINE = 3, 5, 10


class NotDelivered(Exception):
    """Raised where there was no answer at all; the text is the kind of fault, without anything foreign."""


def post(url: str, body: bytes, headers: dict[str, str]) -> int:
    """Send a body and return the status of the answer, of which nothing else is read; raises NotDelivered."""
    try:
        there = destination(url)
        with connected(there) as connection:
            headers = {**headers, "Host": host_header(there)}
            # Without this the connection would read the whole answer, however long it is.
            connection.request("POST", there.target, body, headers, preload_content=False)
            return connection.getresponse().status
    except Forbidden as error:
        raise NotDelivered(f"Forbidden: {error}") from error
    except (OSError, HTTPException, HTTPError, ValueError) as error:
        raise NotDelivered(type(error).__name__) from error


@contextmanager
def connected(there: Destination) -> Iterator[HTTPConnection]:
    """Open a connection to the very address that was judged, and cut it when its time is over."""
    if there.scheme == "https":
        # The certificate must be the name's although we connect to an address.
        names = {"server_hostname": there.host, "assert_hostname": there.host}
        connection = HTTPSConnection(there.address, there.port, timeout=CONNECT, **names)
    else:
        connection = HTTPConnection(there.address, there.port, timeout=CONNECT)
    deadline = Timer(DEADLINE, cut, [connection])
    deadline.daemon = True
    deadline.start()
    try:
        connection.connect()
        connection.timeout = READ
        connection.sock.settimeout(READ)
        yield connection
    finally:
        deadline.cancel()
        connection.close()


def cut(connection: HTTPConnection) -> None:
    """End a connection from outside: whoever waits for its bytes sees its end."""
    if connection.sock is not None:
        with suppress(OSError):
            # Not the method of the TLS socket, which would leave the waiting read alone.
            socket.socket.shutdown(connection.sock, socket.SHUT_RDWR)


def host_header(there: Destination) -> str:
    name = f"[{there.host}]" if ":" in there.host else there.host
    is_usual = there.port == {"https": 443, "http": 80}[there.scheme]
    return name if is_usual else f"{name}:{there.port}"
