"""Two hundred strings and more go in by the doors that people and staff use; after their time none is left anywhere."""

import io
import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

import psycopg
import pytest
import time_machine
from django.contrib.auth.models import Group, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image as PillowImage
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from koordination.observability.log_lines import JsonFormatter
from kurse.booking.erasure import pseudonymise
from kurse.booking.lifecycle import confirm
from kurse.interest.joining import confirm as switch_on
from kurse.models import Booking, Interest
from kurse.people.naming import name_people
from tests import factories
from tests.filled_forms import filled
from tests.koordination.canaries import Canaries, files_of_postgresql, places, rewrite_tables
from tests.kurse.conftest import staff
from vorgang.due_jobs import run_due_jobs
from vorgang.models import JournalEntry, Message, OutboxMail
from vorgang.outbox.queue import send_due
from vorgang.worker.queued_tasks import run_queued_tasks
from wissen.models import FundingReminder
from wissen.reminders.joining import confirm as remind

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
# Not to be stored at all, from the first moment.
IN_THE_PICTURE = ["Kanarienqgeraet", "Kanarienqurheber", "Kanarienqort"]
LONG_AFTER = timedelta(days=400)


@dataclass
class Site:
    """A site as in development, where mails lie in a folder, with its log and somebody of each kind at the door."""

    course: object
    visitor: Client
    office: Client
    log: io.StringIO

    def found(self, canaries: Canaries) -> dict[str, set[str]]:
        return {name: canaries.found_in(content) for name, content in places(self.log.getvalue()).items()}


@pytest.fixture
def site(settings, tmp_path):
    settings.VORGANG_MINIMUM_SECONDS = 0
    settings.VORGANG_MAIL_PER_HOUR = settings.VORGANG_NETWORK_PER_MINUTE = 10_000
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path / "mails")
    settings.MEDIA_ROOT = str(tmp_path / "media")
    settings.VORGANG_ERASURE_LOG = tmp_path / "erasures"
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    course = factories.make_course(factories.make_programme(factories.make_home()), capacity=100)
    factories.make_question(course, "Was brauchen Sie?", is_sensitive=True)
    office = Client()
    office.force_login(staff("verwaltung", "Administration"))
    log = io.StringIO()
    handler = logging.StreamHandler(log)
    handler.setFormatter(JsonFormatter())
    logging.getLogger().addHandler(handler)
    yield Site(course, Client(), office, log)
    logging.getLogger().removeHandler(handler)


@pytest.fixture
def undisturbed() -> Iterator[None]:
    """PostgreSQL without what it does by itself: its analysis of one table keeps the rows of all others."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ALTER SYSTEM SET autovacuum = off")
            cursor.execute("SELECT pg_reload_conf()")
            yield
            cursor.execute("ALTER SYSTEM RESET autovacuum")
            cursor.execute("SELECT pg_reload_conf()")
    else:
        yield


def send(client: Client, url: str, **fields) -> None:
    """Fill in a form as it is shown and send it."""
    response = client.post(url, filled(client, url, **fields))
    assert response.status_code in {200, 302}, (url, response.context["form"].errors)


def plant_bookings(site: Site, canaries: Canaries) -> None:
    """Book by the form, over the API and on the phone; every other one is confirmed."""
    for number in range(25):
        fields = {
            "name": canaries.word(),
            "email": canaries.address(),
            "phone": canaries.phone(),
            "remark": canaries.text(),
        }
        answer = canaries.text()
        if number % 5:
            url = reverse("kurse_book", args=[site.course.pk])
            send(site.visitor, url, **fields, **answered(site, answer))
        else:
            answers = [{"question": site.course.questions.get().pk, "answer": answer, "consent": True}]
            response = site.visitor.post(
                "/api/v1/buchungen/",
                {"course": site.course.pk, "consent": True, "answers": answers, **fields},
                content_type="application/json",
                headers={"Idempotency-Key": f"kanarien-{number}"},
            )
            assert response.status_code == 202, response.content
        booking = Booking.objects.get(email=fields["email"])
        if number % 2:
            confirm(booking)
        if number % 4 > 1:
            name_people(booking, {}, {booking.seats.get().pk: canaries.address()})
    for _ in range(5):
        person = {"name": canaries.word(), "phone": canaries.phone(), "remark": canaries.text()}
        send(
            site.office,
            reverse("kurse_phone_booking", args=[site.course.pk]),
            **person,
            **answered(site, canaries.text()),
        )


def answered(site: Site, text: str) -> dict[str, str]:
    """Return the fields of a form by which the course's question about health is answered."""
    name = f"frage_{site.course.questions.get().pk}"
    return {name: text, f"{name}_einwilligung": "on"}


def plant_interests(site: Site, canaries: Canaries) -> None:
    """Ask to be told of courses; every other one is switched on."""
    for number in range(5):
        address = canaries.address()
        send(site.visitor, reverse("kurse_interest"), email=address, wish=canaries.text())
        if number % 2:
            switch_on(Interest.objects.get(email=address))


def plant_reminders(site: Site, canaries: Canaries) -> None:
    """Ask to be reminded of a funding programme; every other one is switched on."""
    home = site.course.page.get_parent().get_parent().specific
    programme = factories.make_programme_page(
        factories.make_funding(home), deadline=timezone.localdate() + timedelta(days=60)
    )
    for number in range(4):
        address = canaries.address()
        send(site.visitor, reverse("wissen_reminder", args=[programme.pk]), email=address, days="28")
        if number % 2:
            remind(FundingReminder.objects.get(email=address))


def plant_messages(site: Site, canaries: Canaries) -> None:
    """Write to the office, let it note and answer, and ask for links from addresses that nobody knows."""
    for _ in range(12):
        send(
            site.visitor,
            reverse("vorgang_contact"),
            name=canaries.word(),
            email=canaries.address(),
            phone=canaries.phone(),
            subject=canaries.text(),
            text=canaries.text(),
        )
    keys = list(Message.objects.order_by("pk").values_list("pk", flat=True))
    for key in keys[:5]:
        site.office.post(reverse("vorgang_message", args=[key]), {"text": canaries.text()})
    for key in keys[5:9]:
        url = reverse("vorgang_desk_action", args=["vorgang.message", key, "schritt"])
        site.office.post(url, {"next_action": canaries.text()})
    for name in ("vorgang_lost_link",) * 4 + ("vorgang_own_data_request",) * 2:
        send(site.visitor, reverse(name), email=canaries.address())


def plant_opinions(site: Site, canaries: Canaries) -> None:
    """Say of an answer whether it helped, with more than was asked for."""
    question = factories.make_knowledge(site.course.page.get_parent().get_parent().specific)["question"]
    for helpful in ("ja", "nein"):
        url = reverse("wissen_feedback", args=[question.pk])
        send(site.visitor, url, helpful=helpful, comment=canaries.text())


def plant_in_the_cms(site: Site, canaries: Canaries) -> None:
    """Add an account, a picture with metadata and a document, named as people name them."""
    account = {"first_name": canaries.word(), "last_name": canaries.word(), "email": canaries.address()}
    password = {"password1": "Sehr-geheim-4711", "password2": "Sehr-geheim-4711"}
    group = Group.objects.get(name="Redaktion").pk
    fields = {"username": canaries.word(), "is_active": "on", "groups": [group], **account, **password}
    assert site.office.post(reverse("wagtailusers_users:add"), fields).status_code == 302
    upload = {"title": canaries.text(), "description": canaries.text(), "file": picture(f"{canaries.text()}.jpg")}
    assert site.office.post(reverse("wagtailimages:add"), {"collection": 1, **upload}).status_code == 302
    sheet = SimpleUploadedFile(f"{canaries.text()}.txt", canaries.text().encode())
    upload = {"title": canaries.text(), "file": sheet}
    assert site.office.post(reverse("wagtaildocs:add"), {"collection": 1, **upload}).status_code == 302


def picture(name: str) -> SimpleUploadedFile:
    exif, stored = PillowImage.Exif(), io.BytesIO()
    exif[0x010F], exif[0x013B], exif[0x010E] = IN_THE_PICTURE
    PillowImage.effect_noise((400, 300), 40).convert("RGB").save(stored, "JPEG", exif=exif)
    assert IN_THE_PICTURE[0].encode() in stored.getvalue()
    return SimpleUploadedFile(name, stored.getvalue(), "image/jpeg")


def let_the_office_finish(site: Site) -> None:
    """Answer what waits, print the letters, delete account, picture and document: the clock does the rest."""
    answer_and_print(site)
    site.office.post(reverse("wagtailusers_users:delete", args=[User.objects.latest("pk").pk]))
    site.office.post(reverse("wagtailimages:delete", args=[get_image_model().objects.get().pk]))
    site.office.post(reverse("wagtaildocs:delete", args=[get_document_model().objects.get().pk]))


def answer_and_print(site: Site) -> None:
    for message in Message.objects.filter(answered_at=None):
        site.office.post(reverse("vorgang_desk_action", args=["vorgang.message", message.pk, "beantwortet"]))
    for letter in OutboxMail.objects.letters():
        site.office.post(reverse("vorgang_letter", args=[letter.pk]), {"address": "Am Markt 1"})
        site.office.post(reverse("vorgang_mail_action", args=[letter.pk, "gedruckt"]))


def send_all() -> None:
    """Do what the worker does until nothing waits."""
    run_queued_tasks("worker")
    while send_due():
        pass


def left_after_their_time(site: Site, canaries: Canaries) -> dict[str, set[str]]:
    """Let the clock forget everybody, and return the strings that are left, by the place where they are."""
    run_queued_tasks("worker")
    with time_machine.travel(timezone.now() + LONG_AFTER):
        run_due_jobs()
        found = site.found(canaries)
    return {name: strings for name, strings in found.items() if strings}


@pytest.mark.goal("D1")
def test_after_its_time_nothing_of_anybody_is_left_in_any_place(site, undisturbed, measured):
    canaries = Canaries()
    run_due_jobs()
    plant_bookings(site, canaries)
    plant_interests(site, canaries)
    plant_reminders(site, canaries)
    plant_messages(site, canaries)
    plant_opinions(site, canaries)
    plant_in_the_cms(site, canaries)
    before = site.found(canaries)
    send_all()
    sent = site.found(canaries)

    let_the_office_finish(site)
    after = left_after_their_time(site, canaries)

    found = set().union(*before.values(), *sent.values())
    measured(f"{connection.vendor}: {len(found)} von {len(canaries.strings)} vorher, {number(after)} nachher")
    assert len(canaries.strings) == 258
    assert found == set(canaries.strings)
    assert sent["mail folder"] != set()
    assert after == {}
    assert before["log"] | sent["log"] | before["log of erasures"] | before["caches"] == set()
    assert not JournalEntry.objects.exists()
    if connection.vendor == "postgresql":
        judge_files(canaries, measured)


def judge_files(canaries: Canaries, measured) -> None:
    """Search the files of PostgreSQL too, after what the handbook advises who wants the disk clean at once."""
    rewrite_tables(full=False)
    tidied = canaries.found_in(files_of_postgresql("base"))
    rewrite_tables(full=True)
    rewritten = canaries.found_in(files_of_postgresql("base"))
    in_log = canaries.found_in(files_of_postgresql("pg_wal"))

    measured(
        f"Dateien von PostgreSQL: {len(tidied)} nach VACUUM, {len(rewritten)} nach VACUUM FULL und CHECKPOINT; "
        f"im WAL noch {len(in_log)}, bis seine Segmente wiederverwendet sind"
    )
    assert rewritten == set()


@pytest.mark.goal("D1")
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite überschreibt Gelöschtes sofort")
def test_the_files_of_postgresql_keep_what_was_erased_until_the_tables_are_written_anew(home, undisturbed):
    """Negative control: the search in its files sees what no query finds any more."""
    canaries = Canaries()
    Message.objects.bulk_create([Message(code=f"KANARI{n:02d}", text=canaries.text()) for n in range(20)])
    # One stays behind them: empty pages at the end of a table are cut off.
    Message.objects.create(code="KANARIE", text="bleibt")
    Message.objects.exclude(code="KANARIE").delete()

    rewrite_tables(full=False)
    kept = canaries.found_in(files_of_postgresql("base"))
    rewrite_tables(full=True)
    rewritten = canaries.found_in(files_of_postgresql("base"))

    # What VACUUM moves together covers one or two of them.
    assert len(kept) > 10
    assert rewritten == set()


@pytest.mark.goal("D1")
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite überschreibt Gelöschtes sofort")
def test_what_somebody_may_still_see_stays_even_in_tables_written_anew(home, undisturbed):
    """Negative control of the waiting: a reader who began before keeps every row."""
    canaries = Canaries()
    Message.objects.bulk_create([Message(code=f"KANARI{n:02d}", text=canaries.text()) for n in range(20)])
    database = connection.settings_dict
    reader = psycopg.connect(
        host=database["HOST"], port=database["PORT"], user=database["USER"], dbname=database["NAME"]
    )
    reader.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
    reader.execute("SELECT 1")
    Message.objects.all().delete()

    rewrite_tables(full=True, seconds=0)
    seen = canaries.found_in(files_of_postgresql("base"))
    reader.close()
    rewrite_tables(full=True)
    rewritten = canaries.found_in(files_of_postgresql("base"))

    assert (len(seen), rewritten) == (20, set())


@pytest.mark.goal("D1")
def test_an_erasure_that_forgets_one_field_is_found(site, monkeypatch):
    """Negative control: what people wrote with their booking is put back after everything else was emptied."""
    canaries = Canaries()
    run_due_jobs()
    plant_bookings(site, canaries)
    send_all()
    answer_and_print(site)
    confirmed = Booking.objects.exclude(confirmed_at=None)
    remarks = set(confirmed.values_list("remark", flat=True))
    monkeypatch.setattr("kurse.booking.erasure.pseudonymise", careless_pseudonymise)

    assert left_after_their_time(site, canaries) == {"database": remarks}


def careless_pseudonymise(bookings: Sequence[Booking]) -> None:
    pseudonymise(bookings)
    for booking in bookings:
        Booking.objects.filter(pk=booking.pk).update(remark=booking.remark)


def number(found: dict[str, set[str]]) -> int:
    return len(set().union(*found.values()))
