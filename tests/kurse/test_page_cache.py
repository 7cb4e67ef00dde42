"""Stored pages: never older than the database or the clock, for everybody, without forms and cookies."""

import subprocess
import sys
from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import User
from django.db import OperationalError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageViewRestriction

from kurse.booking.lifecycle import cancel, confirm, request_booking
from kurse.models import Booking, Course, Seat
from kurse.planning.scheduling import refresh_span
from pages.caches import pages as page_cache
from pages.caches.pages import next_change
from tests import factories
from tests.kurse.test_booking import person

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def store(settings, tmp_path):
    """Stored pages and their state in files, as an installation has them."""
    backend = "django.core.cache.backends.filebased.FileBasedCache"
    settings.CACHES = {
        **settings.CACHES,
        "shared": {"BACKEND": backend, "LOCATION": str(tmp_path / "shared")},
        "pages": {"BACKEND": backend, "LOCATION": str(tmp_path / "pages")},
    }


@pytest.fixture
def path(store, course) -> str:
    return course.page.get_url()


def text(path: str, client: Client | None = None) -> str:
    return (client or Client()).get(path).content.decode()


def test_a_stored_page_costs_no_query_and_sets_no_cookie(path, django_assert_num_queries):
    first = Client().get(path)

    with django_assert_num_queries(0):
        second = Client().get(path)

    assert second.content == first.content
    assert (len(second.cookies), second["Cache-Control"]) == (0, "no-cache")
    assert second["Content-Language"] == "de"
    assert "Content-Security-Policy" in second


def test_a_stored_page_says_in_its_headers_what_it_said_when_it_was_made(path):
    first, second = (dict(Client().get(path).headers) for _time in range(2))

    assert first.pop("X-Request-ID") != second.pop("X-Request-ID")
    assert first == second
    assert {"Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy", "X-Frame-Options"} <= second.keys()


def test_a_host_that_is_refused_is_refused_with_the_headers_of_every_answer(path, settings):
    settings.ALLOWED_HOSTS = ["testserver"]

    response = Client().get(path, headers={"host": "elsewhere.example"})

    assert (response.status_code, response["X-Content-Type-Options"]) == (400, "nosniff")
    assert "Content-Security-Policy" in response


def test_a_page_is_answered_though_the_database_goes_before_it_is_stored(path):
    def refuse(execute, sql, *arguments):
        if "MIN(" in sql:
            raise OperationalError("gone")
        return execute(sql, *arguments)

    with connection.execute_wrapper(refuse):
        assert [Client().get(path).status_code for _time in range(2)] == [200, 200]
    assert Client().get(path)["ETag"]


def test_every_seat_that_is_taken_or_freed_is_seen_at_once(path, course):
    before = text(path)
    booking = request_booking(course.pk, person())
    held = text(path)
    confirm(booking)
    cancel(Booking.objects.get())

    assert ["2 Plätze frei" in before, "1 Platz frei" in held, "2 Plätze frei" in text(path)] == [True, True, True]


def test_without_the_new_version_visitors_would_see_seats_that_are_gone(path, course, monkeypatch):
    """Negative control of the test above."""
    text(path)
    monkeypatch.setattr(page_cache, "outdate", lambda: None)

    request_booking(course.pk, person())

    assert "2 Plätze frei" in text(path)


def test_a_hold_that_ends_is_seen_on_the_minute(path, course):
    request_booking(course.pk, person())
    held = text(path)

    with time_machine.travel(Seat.objects.get().held_until + timedelta(seconds=1), tick=False):
        from kurse.due_jobs import lapse_all

        lapse_all()
        freed = text(path)

    assert ["1 Platz frei" in held, "2 Plätze frei" in freed] == [True, True]


def test_a_page_ends_when_the_booking_window_does(path, course):
    Course.objects.update(closes_at=timezone.now() + timedelta(minutes=10))
    page_cache.outdate()
    is_open = text(path)

    with time_machine.travel(timezone.now() + timedelta(minutes=11), tick=False):
        closed = text(path)

    assert ["Jetzt anmelden" in is_open, "Jetzt anmelden" in closed] == [True, False]


def test_without_the_rooms_answer_the_closed_window_would_stay_open(path, course, monkeypatch):
    """Negative control of the test above."""
    Course.objects.update(closes_at=timezone.now() + timedelta(minutes=10))
    page_cache.outdate()
    monkeypatch.setattr(page_cache, "next_change", lambda: timezone.now() + timedelta(days=1))
    text(path)

    with time_machine.travel(timezone.now() + timedelta(minutes=11), tick=False):
        assert "Jetzt anmelden" in text(path)


@time_machine.travel("2026-12-05 20:00:00+00:00", tick=False)
def test_every_page_ends_at_midnight_in_berlin(home):
    assert next_change().isoformat() == "2026-12-06T00:00:00+01:00"


def test_a_published_change_is_seen_at_once_and_a_draft_is_not(path, course):
    text(path)
    page = course.page
    page.summary = "Ganz neu."
    page.save_revision()
    draft = text(path)
    page.save_revision().publish()

    assert ["Ganz neu." in draft, "Ganz neu." in text(path)] == [False, True]


def test_what_becomes_private_or_is_taken_offline_is_gone_at_once(path, course):
    text(path)
    restriction = PageViewRestriction.objects.create(page=course.page, restriction_type="login")
    private = Client().get(path).status_code
    restriction.delete()
    public = Client().get(path).status_code
    course.page.unpublish()

    assert (private, public, Client().get(path).status_code) == (302, 200, 404)


def test_a_transaction_that_is_rolled_back_outdates_nothing(path, course, django_assert_num_queries):
    text(path)
    with transaction.atomic():
        course.save()
        transaction.set_rollback(True)

    with django_assert_num_queries(0):
        text(path)


def test_who_is_signed_in_gets_and_leaves_nothing_stored(path):
    client = Client()
    client.force_login(User.objects.create_superuser("verwaltung", password="geheim-genug-1"))
    text(path, client)

    with page_cache_missed():
        Client().get(path)


class page_cache_missed:  # noqa: N801 - reads as a statement
    """Asserts that the page inside is rendered and not found."""

    def __enter__(self):
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        self.queries = CaptureQueriesContext(connection)
        self.queries.__enter__()

    def __exit__(self, *fault):
        self.queries.__exit__(*fault)
        assert len(self.queries) > 0


@pytest.mark.parametrize("name", ["kurse_book", "vorgang_contact"])
def test_a_page_with_a_form_is_never_stored(path, course, name):
    address = reverse(name, args=[course.pk] if name == "kurse_book" else [])
    tokens = {Client().get(address).cookies["csrftoken"].value for _ in range(2)}

    assert len(tokens) == 2


def test_a_form_opened_before_does_not_spoil_the_pages(path, course):
    client = Client()
    client.get(reverse("kurse_book", args=[course.pk]))

    content = text(path, client)

    assert "csrfmiddlewaretoken" not in content
    assert text(path) == content


def test_the_browser_asks_and_is_told_that_nothing_changed(path, course):
    etag = Client().get(path)["ETag"]
    unchanged = Client().get(path, headers={"If-None-Match": etag})
    request_booking(course.pk, person())
    changed = Client().get(path, headers={"If-None-Match": etag})

    assert (unchanged.status_code, unchanged.content) == (304, b"")
    assert changed.status_code == 200


def test_each_address_and_host_has_a_page_of_its_own(path, programme_page):
    factories.make_course(programme_page, format="workshop")
    address = programme_page.get_url()

    everything, workshops = text(address), text(f"{address}?format=workshop")
    hosts = [Client(SERVER_NAME=name).get(path).content.decode() for name in ("localhost", "zweite.example")]

    assert everything != workshops
    assert "http://zweite.example" not in hosts[0]


def test_another_process_reads_what_this_one_stored(path, settings):
    text(path)
    script = (
        "import sys; from django.conf import settings;"
        "settings.configure(CACHES={'default': {'BACKEND': 'django.core.cache.backends.filebased.FileBasedCache',"
        "'LOCATION': sys.argv[1]}});"
        "from django.core.cache import cache; print(cache.get('pages.page_cache.version'))"
    )

    seen = subprocess.run(
        [sys.executable, "-c", script, settings.CACHES["shared"]["LOCATION"]],
        capture_output=True,
        text=True,
        check=True,
    )

    assert seen.stdout.strip() == page_cache.shared().get(page_cache.PAGES_KEY)


@time_machine.travel("2026-11-25 12:00+01:00", tick=False)
def test_moving_a_date_moves_the_next_change(course):
    course.dates.update(starts_at=timezone.now() + timedelta(minutes=5), ends_at=timezone.now() + timedelta(minutes=65))
    refresh_span(course)

    assert next_change() == Course.objects.get().starts_at


def test_one_transaction_outdates_the_pages_once(course, monkeypatch):
    """Each time is a file that is written: a booking touches several rows that pages show."""
    versions = []
    shared = page_cache.shared()
    monkeypatch.setattr(shared, "set", lambda key, value, timeout: versions.append(value))
    monkeypatch.setattr(page_cache, "shared", lambda: shared)

    request_booking(course.pk, person())

    assert len(versions) == 1


def test_what_is_undone_within_a_transaction_does_not_keep_the_rest_from_outdating_pages(path, course):
    first = text(path)

    with transaction.atomic():
        try:
            with transaction.atomic():
                page_cache.outdate_on_commit()
                raise ValueError
        except ValueError:
            pass
        Course.objects.filter(pk=course.pk).update(trainer="Jemand anderes")
        page_cache.outdate_on_commit()

    assert text(path) != first
