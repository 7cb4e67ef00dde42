"""No room for files while the database has some: pages, pictures and the API stay polite (reliability R8)."""

import pytest
from django.core.cache import cache
from django.test import Client

from kurse.booking.lifecycle import request_booking
from pages.uploads.free_space import NO_ROOM
from tests.faults.disks import fill
from tests.kurse.test_booking import person
from tests.pages.test_pictures import form_for, jpeg

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.goal("R8")]
OURS = "pages.caches.files.SharedFileCache"
DJANGOS = "django.core.cache.backends.filebased.FileBasedCache"


@pytest.fixture
def kept_on(settings, small_disk, tmp_path):
    """Return a function that lets a cache back end keep everything on a disk of one megabyte, and the disk."""

    def keep(backend: str):
        disk = tmp_path / "disk"
        small_disk(disk, megabytes=1)
        settings.CACHES = {
            alias: {"BACKEND": backend, "LOCATION": str(disk / alias)} for alias in ("default", "shared", "pages")
        }
        return disk

    return keep


def visitor() -> Client:
    return Client(raise_request_exception=False)


def test_pages_are_answered_without_their_cache(kept_on, course):
    disk = kept_on(OURS)
    visitor().get(course.page.get_url())

    fill(disk)
    answers = [visitor().get(address).status_code for address in (course.page.get_url(), "/de/", "/api/v1/kurse/")]

    assert answers == [200, 200, 200]


def test_no_page_is_older_than_the_last_booking_though_nothing_can_be_written(kept_on, course):
    disk = kept_on(OURS)
    before = visitor().get(course.page.get_url()).content

    fill(disk)
    request_booking(course.pk, person())

    assert visitor().get(course.page.get_url()).content != before


def test_with_the_cache_of_django_a_full_disk_takes_the_pages_away(kept_on, course):
    """Negative control: and even then it is a 503 that says when to come back."""
    disk = kept_on(DJANGOS)
    path = course.page.get_url()

    fill(disk)
    answer = visitor().get(path)

    assert (answer.status_code, answer["Retry-After"]) == (503, "30")


def test_what_cannot_be_written_is_forgotten(kept_on):
    disk = kept_on(OURS)
    cache.set("stand", "alt")

    fill(disk)
    cache.set("stand", "neu" * 10_000)

    assert cache.get("stand") is None


@pytest.fixture
def media(home, settings, small_disk, tmp_path):
    """A disk of a few megabytes for pictures."""
    settings.MEDIA_ROOT = tmp_path / "media"
    small_disk(settings.MEDIA_ROOT, megabytes=8)
    return settings.MEDIA_ROOT


def test_a_picture_without_room_is_a_sentence_at_its_field(media):
    fits = form_for("bild.jpg", jpeg()).is_valid()

    fill(media)
    refused = form_for("bild.jpg", jpeg())

    assert fits
    assert refused.errors == {"file": [str(NO_ROOM)]}
