"""What may stand in a log line: routes instead of addresses, kinds of faults instead of their messages."""

import re

from django.http import HttpRequest

MASK = "…"
UNRESOLVED = "unresolved"

# The nets below catch what third-party code writes into a message; our own messages name ids only.
NETS = [
    (re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+"), MASK),
    # The token of a personal link is 22 characters long; a slug of that length is masked with it.
    (re.compile(r"(?<=/)[A-Za-z0-9_-]{22}(?![A-Za-z0-9_-])"), MASK),
    (re.compile(r"(?<=[\w/])\?[^\s\"'?]*=[^\s\"']*"), "?" + MASK),
    (re.compile(r"(?<![\w.:-])(?:\+|0)\d[\d /()-]{5,}\d"), MASK),
    (re.compile(r"(?<![\w.])(?!127\.)\d{1,3}(?:\.\d{1,3}){3}(?![\w.])"), MASK),
]


def masked(text: str) -> str:
    """Return a message without mail addresses, tokens of personal links, query strings, phones and IPv4 addresses."""
    for net, mask in NETS:
        text = net.sub(mask, text)
    return text


def route_of(request: HttpRequest | None) -> str:
    """Return the name of the route, or its pattern where it has none; never a value from the address."""
    match = getattr(request, "resolver_match", None)
    if match is None:
        return UNRESOLVED
    return match.view_name if match.url_name else match.route or UNRESOLVED


def request_message(message: str, arguments: tuple, request: HttpRequest) -> str:
    """Return the message of a record about a request, with its route where Django writes its path."""
    path = request.path.encode("unicode_escape").decode("ascii")
    written = {path, request.path, request.get_full_path(), request.path_info}
    shown = tuple(route_of(request) if value in written else value for value in arguments)
    return message % shown if shown else message
