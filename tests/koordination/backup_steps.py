"""What happens in an installation of its own, each in a process: `python -m tests.koordination.backup_steps write`."""

import json
import secrets
import sys
from contextlib import nullcontext
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.auth.models import User  # noqa: E402
from django.core.files.base import ContentFile  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils import timezone  # noqa: E402
from wagtail.documents import get_document_model  # noqa: E402

from koordination.backups import in_use  # noqa: E402
from kurse.booking.lifecycle import confirm, request_booking  # noqa: E402
from kurse.booking.requests import BookingRequest  # noqa: E402
from kurse.models import Booking, Course, Seat  # noqa: E402
from tests import factories  # noqa: E402
from tests.vorgang.cases import message_request  # noqa: E402
from vorgang.inbox import work  # noqa: E402
from vorgang.links import mint  # noqa: E402
from vorgang.models import Message, OutboxMail, OwnDataRequest  # noqa: E402
from vorgang.own_data import rights  # noqa: E402

VAR = Path(settings.VAR_DIR)
STOP, STARTED = VAR / "stop", VAR / "started"


def request(number: int) -> BookingRequest:
    address = f"person{number}@beispiel.example"
    return BookingRequest(name=f"Person {number}x", email=address, phone="", remark="", language="de", consent="Ja")


def roomy_course() -> Course:
    course = Course.objects.upcoming().order_by("pk").first()
    Course.objects.filter(pk=course.pk).update(capacity=1_000_000, opens_at=None, closes_at=None)
    return course


def county() -> None:
    """Make the tables, a course and an account."""
    call_command("migrate", verbosity=0)
    factories.make_course(factories.make_programme(factories.make_home()))
    User.objects.create_user("redaktion")


def write(first: str = "0") -> None:
    """Book and upload until told to stop, counting people from `first`, and print the number of the next one."""
    course, number = roomy_course(), int(first)
    while not STOP.exists():
        booking = request_booking(course.pk, request(number))
        if number == int(first):
            confirm(booking)
            work.receive_message(message_request(name=booking.name, email=booking.email))
        if number % 3 == 0:
            document = get_document_model()(title=f"Blatt {number}")
            document.file.save(f"blatt-{number}.txt", ContentFile(secrets.token_bytes(2000)))
            document.save()
        number += 1
        STARTED.write_text(str(number))
    print(number)


def restore_unguarded(folder: str) -> None:
    """Restore as if nobody could be working with the data."""
    in_use.alone = nullcontext
    call_command("restore", folder)


def fill(number: str, files: str) -> None:
    """Put many bookings and large files there at once."""
    course, now = roomy_course(), timezone.now()
    Booking.objects.bulk_create(
        [
            Booking(
                code=f"{n:08d}", course=course, name=f"Person {n}", email=f"p{n}@beispiel.example", confirmed_at=now
            )
            for n in range(int(number))
        ],
        batch_size=5000,
    )
    keys = Booking.objects.filter(course=course).values_list("pk", flat=True)
    seats = [Seat(booking_id=key, course=course, name="x", person_key=f"k{key}", state="confirmed") for key in keys]
    Seat.objects.bulk_create(seats, batch_size=5000, ignore_conflicts=True)
    for n in range(int(files)):
        path = Path(settings.MEDIA_ROOT) / "documents" / f"film-{n}.bin"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(secrets.token_bytes(1_000_000) * 10)


def forget() -> None:
    """Print the facts; then somebody from before the backup deletes everything by their link; an account goes too."""
    facts()
    asked = OwnDataRequest.objects.create(email="person0@beispiel.example")
    url = reverse("vorgang_forget_all", args=[mint(asked, rights.OWN_DATA, timedelta(days=1))])
    answer = Client(SERVER_NAME="localhost").post(url)
    assert (answer.status_code, answer["Location"]) == (302, reverse("vorgang_own_data_erased"))
    User.objects.get(username="redaktion").delete()


def spoil() -> None:
    """Do what a bad backup would: change a booking and a file, lose another file and a seat; print the facts."""
    media, first, last = Path(settings.MEDIA_ROOT), Booking.objects.earliest("pk"), Booking.objects.latest("pk")
    changed, missing = get_document_model().objects.order_by("pk").values_list("file", flat=True)[:2]
    Booking.objects.filter(pk=first.pk).update(remark="nie geschrieben")
    last.seats.all().delete()
    (media / changed).write_bytes(b"etwas anderes")
    (media / missing).unlink()
    facts(booking=str(first.pk), alone=last.pk, file=changed, missing=missing)


def facts(**spoilt) -> None:
    """Print what stands in the tables and on the disk as digests, and whether the rows agree with one another."""
    rows = {
        model._meta.label: {
            str(values[0]): sha256(repr(values).encode()).hexdigest()
            for values in model.objects.order_by("pk").values_list()
        }
        for model in (Booking, Seat, OutboxMail)
    }
    media = Path(settings.MEDIA_ROOT)
    files = {str(p.relative_to(media)): sha256(p.read_bytes()).hexdigest() for p in media.rglob("*") if p.is_file()}
    documents = get_document_model().objects.values_list("file", flat=True)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA integrity_check")
            assert cursor.fetchone() == ("ok",)
    print(
        json.dumps(
            {
                "rows": rows,
                "files": files,
                "missing_files": [name for name in documents if name not in files],
                "without_seat": list(Booking.objects.filter(seats=None).values_list("pk", flat=True)),
                "miscounted": [
                    course.pk
                    for course in Course.objects.all()
                    if course.seats_taken != Seat.objects.holding().filter(course=course).count()
                ],
                "names": sorted(Booking.objects.exclude(name="").values_list("name", flat=True)),
                "writers": sorted(Message.objects.values_list("name", flat=True)),
                "accounts": sorted(User.objects.values_list("username", flat=True)),
                "courses": list(Course.objects.values_list("pk", flat=True)),
                "spoilt": spoilt,
            }
        )
    )


if __name__ == "__main__":
    globals()[sys.argv[1]](*sys.argv[2:])
