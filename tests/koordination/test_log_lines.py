"""What the log holds: routes, kinds of faults and a request id; never what somebody typed, never a link."""

import io
import json
import logging
import re
from datetime import timedelta

import pytest
from django.test import Client, RequestFactory
from django.urls import resolve

from koordination.observability import masking
from koordination.observability.log_lines import JsonFormatter, LineFormatter
from koordination.observability.request_ids import accepted_or_made
from vorgang.links import mint

NAME, MAIL, PHONE = "Kanarienvogel Gelbfeder", "kanarie@gelbfeder.example", "06000 987654"
QUERY = "Suchwortgelb"


def log_with(formatter: logging.Formatter) -> tuple[io.StringIO, logging.Handler]:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(formatter)
    return stream, handler


@pytest.fixture(params=[JsonFormatter, LineFormatter], ids=["json", "line"])
def log(request):
    """Everything that is logged, at the level of production, as text."""
    stream, handler = log_with(request.param())
    root = logging.getLogger()
    level = root.level
    root.setLevel(logging.INFO)
    root.addHandler(handler)
    yield stream
    root.removeHandler(handler)
    root.setLevel(level)


@pytest.fixture
def breaking(monkeypatch):
    """Every booking fails with a message that quotes what was typed, as a database does."""

    def broken(*arguments, **options):
        try:
            raise KeyError(MAIL)
        except KeyError as error:
            raise RuntimeError(f"duplicate key ({NAME}, {MAIL}, {PHONE})") from error

    monkeypatch.setattr("kurse.views.booking.request_booking", broken)
    monkeypatch.setattr("kurse.api.bookings.request_booking", broken)


def send_everything(course, token: str) -> list[int]:
    """Post a person's facts through form and API, and open links and searches that hold them."""
    client = Client(raise_request_exception=False)
    form = {
        "name": NAME,
        "email": MAIL,
        "phone": PHONE,
        "remark": NAME,
        "consent": "on",
        "started": started(client, course),
    }
    payload = {"course": course.pk, "name": NAME, "email": MAIL, "phone": PHONE, "consent": True}
    responses = [
        client.post(f"/de/anmeldung/{course.pk}/", form),
        client.post("/de/kontakt/", {"name": NAME, "email": "kaputt", "message": PHONE}),
        client.post(
            "/api/v1/buchungen/", payload, content_type="application/json", headers={"Idempotency-Key": "k" * 20}
        ),
        client.get(f"/de/vorgang/{token}/"),
        client.get(f"/de/vorgang/{token}/gibt-es-nicht/"),
        client.get(f"/api/v1/buchungen/{token}/"),
        client.get(f"/de/?q={QUERY}&name={NAME}"),
        client.get(f"/de/{QUERY}/", {"mail": MAIL}),
        client.get("/de/", headers={"Host": "gelbfeder.example:999999"}),
    ]
    return [response.status_code for response in responses]


def started(client: Client, course) -> str:
    content = client.get(f"/de/anmeldung/{course.pk}/").content.decode()
    found = re.search(r'name="started"[^>]*value="([^"]*)"', content)
    return found.group(1) if found else ""


def found_in(text: str, token: str) -> list[str]:
    return [canary for canary in ("Kanarienvogel", "gelbfeder", "987654", token, QUERY) if canary in text]


@pytest.mark.django_db
def test_nothing_that_somebody_typed_reaches_the_log(course, log, breaking, settings):
    settings.VORGANG_MINIMUM_SECONDS = 0
    token = mint(course, "case", timedelta(days=1))

    statuses = send_everything(course, token)

    assert statuses.count(500) >= 2, statuses
    assert found_in(log.getvalue(), token) == []
    assert "RuntimeError" in log.getvalue()


@pytest.mark.django_db
def test_a_plain_formatter_tells_everything(course, breaking, settings):
    """Negative control: the same requests with logging's own formatter and Django's own lines."""
    settings.VORGANG_MINIMUM_SECONDS = 0
    token = mint(course, "case", timedelta(days=1))
    stream, handler = log_with(logging.Formatter("%(message)s"))
    logger = logging.getLogger("django.request")
    level = logger.level
    logger.setLevel(logging.INFO)
    logger.addHandler(handler)

    try:
        send_everything(course, token)
    finally:
        logger.removeHandler(handler)
        logger.setLevel(level)

    assert found_in(stream.getvalue(), token) == ["Kanarienvogel", "gelbfeder", "987654", token, QUERY]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Not Found: /de/vorgang/abcdefghijklmnopqrstuv/", "Not Found: /de/vorgang/…/"),
        ("/de/anmeldung/kalender/abcdefghijklmnopqrstuv.ics", "/de/anmeldung/kalender/….ics"),
        ("GET /de/kurse/?q=Erika&monat=3 HTTP/1.1", "GET /de/kurse/?… HTTP/1.1"),
        ("refused: erika.beispiel@musterkreis.example", "refused: …"),
        ("call 06000 123-456 or +49 6000 1234", "call … or …"),
        ("from 203.0.113.7 to 127.0.0.1", "from … to 127.0.0.1"),
        ("2026-11-24 job vorgang.erase done: 12 of 1200", "2026-11-24 job vorgang.erase done: 12 of 1200"),
    ],
)
def test_the_nets_catch_what_foreign_code_writes(text, shown):
    assert masking.masked(text) == shown


def test_a_route_is_told_without_its_values():
    request = RequestFactory().get("/de/vorgang/abcdefghijklmnopqrstuv/")
    request.resolver_match = resolve(request.path)

    assert masking.route_of(request) == "vorgang_personal_page"
    assert masking.route_of(RequestFactory().get("/erika")) == "unresolved"


GOOD = "0123456789abcdef0123456789abcdef"


@pytest.mark.parametrize(
    ("sent", "is_kept"),
    [
        (GOOD, True),
        ("01234567-89ab-cdef-0123-456789abcdef", True),
        ("", False),
        ("erika-beispiel", False),
        (GOOD + "\n", False),
        (GOOD[:-1], False),
        (GOOD.upper(), False),
        ("x" * 5000, False),
    ],
)
def test_only_a_well_formed_request_id_is_kept(sent, is_kept):
    made = accepted_or_made(sent)

    assert (made == sent) is is_kept
    assert re.fullmatch(r"[0-9a-f-]{32,36}", made)


@pytest.mark.django_db
def test_the_answer_and_every_line_carry_the_request_id(client, home):
    stream, handler = log_with(JsonFormatter())
    logger = logging.getLogger("koordination.requests")
    logger.addHandler(handler)

    try:
        response = client.get("/de/", headers={"X-Request-ID": GOOD})
    finally:
        logger.removeHandler(handler)

    line = json.loads(stream.getvalue())
    assert response["X-Request-ID"] == line["request_id"] == GOOD
    assert (line["method"], line["route"], line["status"], line["path"]) == ("GET", "wagtail_serve", 200, "/de/")


@pytest.mark.django_db
def test_two_requests_have_two_ids(client, home):
    first, second = (client.get("/de/")["X-Request-ID"] for _each in range(2))

    assert first != second


@pytest.mark.django_db
def test_the_page_of_a_fault_names_the_id_that_the_log_holds(home, monkeypatch, caplog):
    def broken(*arguments, **options):
        raise RuntimeError("geheim")

    monkeypatch.setattr("kurse.views.booking.find_course", broken)

    response = Client(raise_request_exception=False).get("/de/anmeldung/1/", headers={"X-Request-ID": GOOD})

    [fault] = [record for record in caplog.records if record.name == "django.request"]
    assert f"<code>{GOOD}</code>" in response.content.decode()
    assert json.loads(JsonFormatter().format(fault))["request_id"] == GOOD


@pytest.mark.django_db
def test_a_page_that_is_not_there_needs_no_id(client, home):
    assert "<code>" not in client.get("/de/gibt-es-nicht/").content.decode()


def test_a_fault_is_told_by_kind_and_place_with_its_cause():
    try:
        try:
            raise KeyError("erika")
        except KeyError as cause:
            raise ValueError("erika") from cause
    except ValueError as error:
        record = logging.LogRecord(
            "x", logging.ERROR, __file__, 1, "broken", (), (type(error), error, error.__traceback__)
        )

    line = json.loads(JsonFormatter().format(record))

    assert [fault["kind"] for fault in line["faults"]] == ["builtins.ValueError", "builtins.KeyError"]
    assert all("test_log_lines.py" in place for fault in line["faults"] for place in fault["at"])
    assert "erika" not in json.dumps(line)
