"""Where we may send: the public internet only, whatever a name resolves to (SSRF).

An endpoint's address is what an editor typed, and the name in it may lead anywhere, tomorrow elsewhere than
today. So the name is resolved here, every address it has is judged, and the connection is made to the very
address that was judged (anschluss.transport): there is no second look-up that could answer otherwise.
"""

import socket
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import urlsplit

from anschluss import conf

Address = IPv4Address | IPv6Address

# Translated addresses (RFC 6052): the last four bytes are an IPv4 address behind a gateway.
NAT64 = ip_network("64:ff9b::/96")
# Not the public internet although some versions of Python call them global (IANA's registries of special addresses).
SPECIAL = tuple(
    map(
        ip_network,
        ("192.0.0.0/24", "192.88.99.0/24", "fec0::/10", "64:ff9b:1::/48", "2001:20::/28", "3fff::/20", "5f00::/16"),
    )
)


class Forbidden(Exception):
    """Raised for an address to which nothing is sent; its text is for the office."""


@dataclass(frozen=True)
class Destination:
    """Where exactly to send: `host` is the name that the certificate must bear."""

    scheme: str
    host: str
    port: int
    target: str
    address: str


def embedded(address: Address) -> Address:
    """Return the IPv4 address that an IPv6 address stands for, else the address itself."""
    if isinstance(address, IPv4Address):
        return address
    if address in NAT64:
        return IPv4Address(int(address) & 0xFFFF_FFFF)
    return address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1] or address


def is_public(address: Address) -> bool:
    """Whether an address is somebody's on the public internet, and not this machine's or this network's."""
    inner = embedded(address)
    if inner != address:
        return is_public(inner)
    is_special = any(address in network for network in SPECIAL if network.version == address.version)
    return address.is_global and not (address.is_multicast or address.is_reserved or is_special)


def may_send_to(address: Address) -> bool:
    return is_public(address) or (conf.allow_loopback() and address.is_loopback)


def resolve(host: str, port: int) -> list[Address]:
    """Return every address of a name; raises OSError where it has none."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [ip_address(sockaddr[0].partition("%")[0]) for *_rest, sockaddr in found]


def destination(url: str) -> Destination:
    """Return where a URL leads now; raises Forbidden, OSError.

    One private address among several refuses the name: which of them is taken must not be a matter of luck.
    """
    parts = urlsplit(url)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    addresses = resolve(parts.hostname or "", port)
    if not all(map(may_send_to, addresses)):
        raise Forbidden("private address")
    if parts.scheme != "https" and not (conf.allow_loopback() and addresses[0].is_loopback):
        raise Forbidden("not https")
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Destination(parts.scheme, parts.hostname, port, target, str(addresses[0]))
