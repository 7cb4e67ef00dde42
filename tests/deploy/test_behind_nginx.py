"""The shipped configuration, really started: one booking, TLS, headers, verbs, files, and a log without persons."""

import json
import re
import socket
import time
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from tests.deploy.installation import HOST, METRICS_TOKEN, Installation, wait_until
from tests.deploy.visitor import value_of

pytestmark = pytest.mark.slow

NAME, MAIL, PHONE = "Kanarienvogel Gelbfeder", "kanarie@gelbfeder.example", "06000 987654"
HSTS = "max-age=63072000; includeSubDomains; preload"


def mails(site: Installation) -> list:
    raw = [path.read_bytes() for path in sorted((site.var / "mails").iterdir())]
    parts = [part for text in raw for part in (text + b"\n").split(b"\n" + b"-" * 79 + b"\n") if part.strip()]
    return [message_from_bytes(part, policy=policy.default) for part in parts]


def personal_path(site: Installation) -> str:
    """Wait for the mail and return the path of its personal link."""
    wait_until(lambda: any(MAIL in (mail["To"] or "") for mail in mails(site)))
    [mail] = [mail for mail in mails(site) if MAIL in (mail["To"] or "")]
    return re.search(rf"https://{HOST}(/de/vorgang/[^\s/]+/)", mail.get_body(("plain",)).get_content()).group(1)


@pytest.fixture(scope="session")
def booked(site) -> str:
    """Book over the form as a person does, confirm by the link in the mail, and return that link's path."""
    visitor = site.visitor()
    sent = visitor.book_by_form(site.course_id, name=NAME, email=MAIL, phone=PHONE)
    assert sent.status == 302, sent.text
    link = personal_path(site)
    page = visitor.get(link)
    assert page.status == 200
    token = value_of(page.text, "csrfmiddlewaretoken")
    confirmed = visitor.post(link, {"csrfmiddlewaretoken": token, "action": "bestaetigen"})
    assert confirmed.status == 302, confirmed.text
    return link


def request_lines(site: Installation, log: str) -> list[dict]:
    lines = [json.loads(line) for line in site.log(log).splitlines() if line.startswith("{")]
    return [line for line in lines if line["logger"] == "koordination.requests"]


def test_one_booking_runs_through_both_web_services(site, booked):
    token = booked.rstrip("/").rpartition("/")[2]

    told = json.loads(site.visitor().get(f"/api/v1/buchungen/{token}/").text)

    assert (told["state"], told["course"]["seats_free"]) == ("confirmed", 1)
    assert all(request_lines(site, f"web-{index}.log") for index in (0, 1))


def test_nobody_stands_in_any_log(site, booked):
    """Form, mail, page and API have been used; in addition a search, an unknown path and a wrong link."""
    token = booked.rstrip("/").rpartition("/")[2]
    visitor = site.visitor()
    visitor.get(f"/de/?q={NAME.replace(' ', '+')}", Referer=f"https://{HOST}{booked}", User_Agent="Gelbfeder-Browser")
    visitor.get(f"/api/v1/buchungen/{token}/")
    visitor.get(f"{booked}gibt-es-nicht/")
    visitor.get(f"/de/anmeldung/kalender/{token}.ics")
    visitor.get(f"//de//vorgang//{token}/")
    visitor.get(booked.replace("vorgang", "%76organg"))

    text = site.logs()

    assert [word for word in ("Kanarienvogel", "elbfeder", "987654", token) if word in text] == []
    assert "/de/vorgang/…" in text


def test_the_line_of_nginx_and_ours_share_the_request_id(site):
    answer = site.visitor().get("/de/", X_Request_ID="ffffffffffffffffffffffffffffffff")
    [request_id] = answer.all("X-Request-ID")

    wait_until(lambda: request_id in site.log("koordination.access.log"), 10)

    assert request_id != "f" * 32
    lines = request_lines(site, "web-0.log") + request_lines(site, "web-1.log")
    assert [line["path"] for line in lines if line["request_id"] == request_id] == ["/de/"]


def plain(site: Installation, request: str, seconds: float = 5) -> bytes:
    """Send text to port 80 and return everything that comes back."""
    with socket.create_connection(("127.0.0.1", site.http), timeout=seconds) as connection:
        connection.sendall(request.encode())
        received = b""
        while part := connection.recv(4096):
            received += part
    return received


def test_port_80_only_leads_to_443(site):
    answer = plain(site, f"GET /de/?q=x HTTP/1.1\r\nHost: {HOST}\r\nConnection: close\r\n\r\n").decode()

    assert answer.startswith("HTTP/1.1 301 ")
    assert f"Location: https://{HOST}/de/?q=x\r\n" in answer


def test_port_80_says_nothing_to_a_host_that_is_not_ours(site):
    assert plain(site, "GET / HTTP/1.1\r\nHost: fremd.example\r\nConnection: close\r\n\r\n") == b""


@pytest.mark.goal("S14")
def test_every_page_carries_each_header_once(site, measured):
    answer = site.visitor().get("/de/")

    names = [
        "Strict-Transport-Security",
        "X-Content-Type-Options",
        "Referrer-Policy",
        "Cross-Origin-Opener-Policy",
        "Cross-Origin-Resource-Policy",
        "X-Frame-Options",
    ]
    assert {name: answer.all(name) for name in names} == {
        "Strict-Transport-Security": [HSTS],
        "X-Content-Type-Options": ["nosniff"],
        "Referrer-Policy": ["strict-origin-when-cross-origin"],
        "Cross-Origin-Opener-Policy": ["same-origin"],
        "Cross-Origin-Resource-Policy": ["same-origin"],
        "X-Frame-Options": ["DENY"],
    }
    [content_policy] = answer.all("Content-Security-Policy")
    assert {"default-src 'none'", "frame-ancestors 'none'"} <= set(content_policy.split("; "))
    assert "unsafe" not in content_policy
    # nginx's own name, never its version; nothing of what stands behind.
    assert answer.all("Server") == ["nginx"]
    assert answer.all("X-Powered-By") == answer.all("Via") == []
    measured("HSTS 2 Jahre, mit allen Unteradressen")


def test_the_page_of_a_person_is_kept_from_caches_and_third_parties(site, booked):
    answer = site.visitor().get(booked)

    [kept] = answer.all("Cache-Control")
    assert {"no-store", "private"} <= set(kept.split(", "))
    assert answer.all("Referrer-Policy") == ["same-origin"]


@pytest.mark.parametrize("method", ["TRACE", "FOO", "PUT", "DELETE", "OPTIONS", "CONNECT"])
def test_the_website_knows_three_verbs(site, method):
    assert site.visitor().ask(method, "/de/").status in {400, 405}


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
def test_the_cms_gets_the_verbs_by_which_its_scripts_save(site, method):
    """Django itself asks for the login; the editor of translations saves with PUT."""
    assert site.visitor().ask(method, "/admin/dismissibles/").status in {302, 403}


def test_the_api_knows_more_verbs_but_not_all(site):
    visitor = site.visitor()

    statuses = {method: visitor.ask(method, "/api/v1/kurse/").status for method in ("GET", "OPTIONS", "TRACE", "FOO")}

    assert (statuses["GET"], statuses["TRACE"], statuses["FOO"]) == (200, 405, 405)
    assert visitor.ask("PUT", "/api/v1/kurse/").all("Allow") != []


def put(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def test_only_what_was_made_for_the_website_is_given_out(site):
    for name in ("original_images/foto.jpg", "documents/liste.pdf", "images/foto.jpg", "images/foto.svg"):
        put(site.var / "media" / name, b"inhalt")
    visitor = site.visitor()

    answers = {
        path: visitor.get(path).status
        for path in (
            "/media/original_images/foto.jpg",
            "/media/images/../original_images/foto.jpg",
            "/media/images/%2e%2e/original_images/foto.jpg",
            "/media//original_images/foto.jpg",
            "/media/documents/liste.pdf",
            "/media/images/",
            "/media/images/foto.jpg",
        )
    }
    drawing = visitor.get("/media/images/foto.svg")

    assert {path for path, status in answers.items() if status == 200} == {"/media/images/foto.jpg"}
    assert drawing.all("Content-Type") == ["application/octet-stream"]
    picture = visitor.get("/media/images/foto.jpg")
    assert picture.all("Cross-Origin-Resource-Policy") == ["cross-origin"]
    assert picture.all("X-Content-Type-Options") == ["nosniff"]


def test_files_of_the_look_are_packed_and_kept(site):
    css = re.search(r'href="(/static/[^"]+\.[0-9a-f]{12}\.css)"', site.visitor().get("/de/").text).group(1)

    answer = site.visitor().get(css, Accept_Encoding="gzip")
    unnamed = site.visitor().get("/static/pages/css/koordination.css")

    assert answer.all("Content-Encoding") == ["gzip"]
    assert answer.body[:2] == b"\x1f\x8b"
    assert answer.all("Strict-Transport-Security") == [HSTS]
    assert "max-age=315360000" in answer.all("Cache-Control")
    assert unnamed.all("Cache-Control") == ["max-age=3600"]


def test_pages_are_packed(site):
    assert site.visitor().get("/de/", Accept_Encoding="gzip").all("Content-Encoding") == ["gzip"]


def test_a_slow_visitor_is_hung_up_on_after_ten_seconds(site):
    with site.visitor().socket() as connection:
        connection.sendall(f"GET /de/ HTTP/1.1\r\nHost: {HOST}\r\nX-Slow: ".encode())
        started = time.monotonic()
        received = connection.recv(4096)
        took = time.monotonic() - started

    assert 9 < took < 15
    assert received == b"" or b" 408 " in received


def test_a_request_that_is_too_large_is_refused_before_it_is_read(site):
    answer = site.visitor().ask("POST", "/de/kontakt/", b"x" * 1_100_000)

    assert answer.status == 413


def test_the_figures_are_for_prometheus_alone(site):
    import http.client

    through_nginx = site.visitor().get("/metrics", Authorization=f"Bearer {METRICS_TOKEN}")
    connection = http.client.HTTPConnection("127.0.0.1", site.webs[0])
    connection.request("GET", "/metrics", headers={"Host": HOST, "Authorization": f"Bearer {METRICS_TOKEN}"})
    direct = connection.getresponse()

    assert through_nginx.status == 404
    assert direct.status == 200
    assert "koordination_requests_total" in direct.read().decode()


def test_the_site_is_ready_with_everything_running(site):
    wait_until(lambda: site.visitor().get("/readyz?streng=1").status == 200, 30)


def test_where_to_report_a_vulnerability(site):
    assert (
        f"Canonical: https://{HOST}/.well-known/security.txt\n" in site.visitor().get("/.well-known/security.txt").text
    )


def test_without_a_web_service_a_german_page_says_so(empty_house):
    token = "abcdefghijkl_nopqrstuv"

    answer = empty_house.visitor().get(f"/de/vorgang/{token}/")

    assert (answer.status, answer.all("Retry-After"), answer.all("Strict-Transport-Security")) == (503, ["30"], [HSTS])
    assert '<html lang="de">' in answer.text
    assert token not in empty_house.logs()
