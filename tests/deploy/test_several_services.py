"""Two web services that share everything: what one knows the other knows at once, and without the cache both answer."""

import json
import time
from collections import Counter

import pytest

from tests.deploy.installation import wait_until

pytestmark = pytest.mark.slow
DRAFT = "/de/entwurf/"
BOOKING = {"name": "Erika Beispiel", "consent": True}


def statuses(site, path: str = DRAFT) -> list[int]:
    """Return what each web service answers."""
    return [site.visitor_of(index).get(path).status for index in (0, 1)]


def act(site, index: int, action: str) -> None:
    """Publish or unpublish the draft in the CMS of one web service."""
    editor = site.editor(site.visitor_of(index))
    path = f"/admin/bulk/wagtailcore/page/{action}/?id={site.draft_id}&next=/admin/"
    answer = editor.submit(path, {})
    assert answer.status == 302, answer.text


def test_what_one_service_publishes_the_other_shows_at_once(shared_site):
    before = statuses(shared_site)
    act(shared_site, 0, "publish")
    published = statuses(shared_site)
    act(shared_site, 1, "unpublish")

    assert (before, published, statuses(shared_site)) == ([404, 404], [200, 200], [404, 404])


def ask_until_refused(site, address: str) -> tuple[Counter, set[str]]:
    """Ask the API through nginx more often than one address may, each time as somebody else; return the statuses."""
    visitor = site.visitor(address)
    answers = [visitor.ask("DELETE", "/api/v1/kurse/", X_Forwarded_For=f"198.51.100.{n}") for n in range(130)]
    return Counter(answer.status for answer in answers), {
        value for answer in answers if answer.status == 429 for value in answer.all("Retry-After")
    }


@pytest.mark.goal("S9")
def test_both_services_count_one_address_together(shared_site, measured):
    """120 a minute; once more if the minute of the clock ended halfway."""
    for address in ("127.9.0.1", "127.9.0.2"):
        minute = time.time() // 60
        answered, waits = ask_until_refused(shared_site, address)
        if time.time() // 60 == minute:
            break

    measured(f"zwei Webdienste hinter nginx: {answered[405]} von 130 in einer Minute, dann 429")
    assert answered == {405: 120, 429: 10}
    assert all(1 <= int(seconds) <= 60 for seconds in waits)
    assert shared_site.visitor("127.9.0.3").ask("DELETE", "/api/v1/kurse/").status == 405


def book(site, email: str) -> int:
    """Book, or wait in line: other tests may have filled the course."""
    body = json.dumps({**BOOKING, "wait": True, "course": site.large_course_id, "email": email}).encode()
    key = {"Content_Type": "application/json", "Idempotency_Key": f"schluessel-{email}"}
    return site.visitor("127.9.0.4").ask("POST", "/api/v1/buchungen/", body, **key).status


def test_without_the_cache_server_the_site_answers_and_shows_nothing_old(shared_site):
    site, started = shared_site, time.monotonic()
    site.cache.kill()
    try:
        away = [*statuses(site, "/de/"), *statuses(site), book(site, "ohne@beispiel.example")]
        act(site, 0, "publish")
        wait_until(lambda: statuses(site) == [200, 200], 10)
        # A service keeps its last answer about itself for some seconds.
        wait_until(lambda: site.visitor().get("/readyz?streng=1").status == 503, 30)
        warned = site.visitor().get("/readyz?streng=1")
    finally:
        site.cache.start()
    wait_until(lambda: site.visitor().get("/readyz?streng=1").status == 200, 30)
    act(site, 1, "unpublish")

    assert away == [200, 200, 404, 404, 202]
    assert (warned.status, json.loads(warned.text)["checks"]["cache"]) == (503, "warning")
    assert statuses(site) == [404, 404]
    assert time.monotonic() - started < 60
