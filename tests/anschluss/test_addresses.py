"""Never into private networks: whatever an address or a name leads to, and whatever an answer asks for."""

import socket
import ssl
import threading
import time
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from anschluss import transport
from anschluss.addresses import Address, Forbidden, destination, is_public
from anschluss.checks import loopback_is_closed
from anschluss.deliveries import queue_test, send_due
from anschluss.models import Delivery
from anschluss.transport import NotDelivered, post
from tests.anschluss.conftest import make_endpoint

pytestmark = pytest.mark.database_free

PRIVATE = [
    "127.0.0.1", "127.8.8.8", "0.0.0.0", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1",
    "169.254.169.254", "100.64.0.1", "192.0.0.8", "192.0.2.1", "198.18.0.1", "198.51.100.1", "203.0.113.1",
    "192.88.99.1", "224.0.0.1", "239.1.2.3", "240.0.0.1", "255.255.255.255",
    "::", "::1", "fe80::1", "fc00::1", "fd12:3456::1", "fec0::1", "ff02::1", "2001:db8::1", "::7f00:1",
    "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254",
    "64:ff9b::127.0.0.1", "64:ff9b::10.0.0.1", "64:ff9b:1::1", "2002:0a00:0001::1", "2002:7f00:0001::1",
    "2001:0:4136:e378:8000:63bf:80ff:fffe", "2001:20::1", "3fff::1", "5f00::1", "100::1",
]  # fmt: skip
PUBLIC = ["9.9.9.9", "172.32.0.1", "193.0.14.129", "2620:fe::fe", "64:ff9b::9.9.9.9", "::ffff:9.9.9.9"]
# How else an address can be written; the name service turns each into the same four bytes.
DISGUISED = ["2130706433", "0x7f000001", "0177.0.0.1", "127.1", "127.0.0.1.", "localhost"]


@pytest.fixture
def names(monkeypatch):
    """A name service that we answer ourselves; `names[host]` is a list of answers, one for each question."""
    known, real = {}, socket.getaddrinfo

    def answer(host, port, *args, **kwargs):
        if host not in known:
            return real(host, port, *args, **kwargs)
        answers = known[host]
        addresses = answers.pop(0) if len(answers) > 1 else answers[0]
        return [
            (socket.AF_INET6 if ":" in a else socket.AF_INET, socket.SOCK_STREAM, 6, "", (a, port)) for a in addresses
        ]

    monkeypatch.setattr(socket, "getaddrinfo", answer)
    return known


def let_through(addresses: list[str], judge: Callable[[Address], bool]) -> list[str]:
    """Return those of some addresses that are judged to be public."""
    return [address for address in addresses if judge(ip_address(address))]


@pytest.mark.goal("S19")
def test_every_kind_of_private_address_is_refused(measured):
    assert let_through(PRIVATE, is_public) == []
    measured(f"{len(PRIVATE)} von {len(PRIVATE)} privaten Adressen, 6 Schreibweisen, Namen und Umleitungen abgewiesen")


@pytest.mark.goal("S19")
def test_pythons_own_judgement_lets_private_addresses_through():
    """Negative control: multicast, and what stands behind a translated address."""
    let_in = let_through(PRIVATE, lambda address: address.is_global)

    assert {"224.0.0.1", "64:ff9b::10.0.0.1", "fec0::1"} <= set(let_in)


def test_public_addresses_are_not_refused():
    """Negative control: the guard lets through what it is for."""
    assert let_through(PUBLIC, is_public) == PUBLIC


@pytest.mark.goal("S19")
@pytest.mark.parametrize("host", DISGUISED)
def test_this_machine_is_refused_however_it_is_written(host, receiver):
    with pytest.raises(NotDelivered):
        post(receiver.url.replace("http://127.0.0.1", f"https://{host}"), b"{}", {})

    assert receiver.got == []


@pytest.mark.goal("S19")
@pytest.mark.parametrize("addresses", [["10.1.2.3"], ["9.9.9.9", "10.1.2.3"], ["fd00::1"], ["::ffff:10.1.2.3"]])
def test_a_name_that_leads_into_a_private_network_is_refused(names, addresses):
    names["intern.beispiel.example"] = [addresses]

    with pytest.raises(Forbidden, match="private address"):
        destination("https://intern.beispiel.example/empfang")


@pytest.mark.goal("S19")
@pytest.mark.django_db
def test_without_the_guard_the_message_arrives_on_this_machine(receiver, settings):
    """Negative control: it is the guard that keeps it away, not the network."""
    queue_test(make_endpoint(receiver.url))
    guarded = (send_due(), len(receiver.got), Delivery.objects.get().last_answer)
    settings.ANSCHLUSS_ALLOW_LOOPBACK = 1
    Delivery.objects.all().delete()
    queue_test(make_endpoint(receiver.url))

    assert guarded == (0, 0, "Forbidden: private address")
    assert (send_due(), len(receiver.got)) == (1, 1)


def test_the_setting_for_tests_opens_this_machine_and_no_network(settings, names):
    settings.ANSCHLUSS_ALLOW_LOOPBACK = 1
    names["intern.beispiel.example"] = [["10.1.2.3"]]

    with pytest.raises(Forbidden):
        destination("https://intern.beispiel.example/")


def test_the_setting_for_tests_is_an_error_on_a_server(settings):
    closed = loopback_is_closed(None)
    settings.ANSCHLUSS_ALLOW_LOOPBACK = 1

    assert (closed, [error.id for error in loopback_is_closed(None)]) == ([], ["anschluss.E002"])


def test_only_https_goes_to_the_internet(names):
    names["offen.beispiel.example"] = [["9.9.9.9"]]

    with pytest.raises(Forbidden, match="not https"):
        destination("http://offen.beispiel.example/")


@pytest.mark.goal("S19")
def test_a_name_that_answers_otherwise_the_second_time_is_asked_only_once(names, receiver, loopback):
    """DNS rebinding: the address that was judged is the one that is connected to."""
    names["wechsel.beispiel.example"] = [["127.0.0.1"], ["10.1.2.3"]]
    url = receiver.url.replace("127.0.0.1", "wechsel.beispiel.example")

    status = post(url, b"{}", {})

    assert status == 204
    assert receiver.got[0][1]["host"] == f"wechsel.beispiel.example:{receiver.server_port}"
    assert socket.getaddrinfo("wechsel.beispiel.example", 80)[0][4][0] == "10.1.2.3"


@pytest.mark.goal("S19")
def test_a_redirect_is_not_followed(make_receiver, loopback):
    first, second = make_receiver(), make_receiver()
    first.status, first.location = 302, second.url

    status = post(first.url, b"{}", {})

    assert (status, len(first.got), second.got) == (302, 1, [])


@pytest.mark.goal("S19")
def test_an_ordinary_client_would_follow_the_redirect(make_receiver):
    """Negative control."""
    first, second = make_receiver(), make_receiver()
    first.status, first.location = 302, second.url

    urllib.request.urlopen(urllib.request.Request(first.url, data=b"{}", method="POST"))

    assert len(second.got) == 1


def serve(answer) -> str:
    """Accept one connection and let `answer(socket)` speak; returns the URL."""
    listening = socket.create_server(("127.0.0.1", 0))

    def run():
        connection, _address = listening.accept()
        with connection:
            connection.recv(65536)
            with suppress(OSError):
                answer(connection)
        listening.close()

    threading.Thread(target=run, daemon=True).start()
    return f"http://127.0.0.1:{listening.getsockname()[1]}/"


def test_an_answer_that_trickles_in_is_cut_off(monkeypatch, loopback):
    """Each byte comes in time; only the deadline ends it."""
    monkeypatch.setattr(transport, "DEADLINE", 0.4)

    def trickle(connection):
        for _ in range(100):
            connection.sendall(b"H")
            time.sleep(0.05)

    url, start = serve(trickle), time.monotonic()

    with pytest.raises(NotDelivered):
        post(url, b"{}", {})

    assert time.monotonic() - start < 2


def test_a_long_answer_is_not_read(loopback):
    """It would be 64 MiB; what fits into the buffers of the connection is sent, the rest never."""
    sent = []

    def long(connection):
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        for _ in range(1024):
            connection.sendall(b"x" * 65536)
            sent.append(1)

    status = post(serve(long), b"{}", {})

    assert (status, len(sent) < 500) == (200, True)


def test_an_answer_that_is_no_http_is_a_fault_that_names_nothing_foreign(loopback):
    with pytest.raises(NotDelivered) as fault:
        post(serve(lambda connection: connection.sendall(b"geheim geheim\r\n\r\n")), b"{}", {})

    assert "geheim" not in str(fault.value)


@pytest.fixture
def secure_server(tmp_path, monkeypatch) -> str:
    """A server on this machine with a certificate for empfang.beispiel.example, which we trust; yields its port."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "empfang.beispiel.example")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("empfang.beispiel.example")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = tmp_path / "server.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    pem.write_bytes(private + certificate.public_bytes(serialization.Encoding.PEM))
    monkeypatch.setenv("SSL_CERT_FILE", str(pem))
    return str(pem)


@pytest.mark.parametrize(
    ("host", "delivered"), [("empfang.beispiel.example", True), ("anders.beispiel.example", False)]
)
def test_the_certificate_must_bear_the_name_although_we_connect_to_an_address(
    host, delivered, secure_server, receiver, names, loopback
):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(secure_server)
    receiver.socket = context.wrap_socket(receiver.socket, server_side=True)
    names[host] = [["127.0.0.1"]]
    url = f"https://{host}:{receiver.server_port}/empfang"

    try:
        arrived = post(url, b"{}", {}) == 204
    except NotDelivered:
        arrived = False

    assert (arrived, len(receiver.got)) == (delivered, int(delivered))
