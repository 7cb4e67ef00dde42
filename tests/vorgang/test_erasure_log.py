"""The log of erasures beside the database: complete, without names, and replayed after a restore."""

import json
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from kurse.booking.lifecycle import request_booking
from kurse.interest.joining import InterestRequest, ask_to_be_told
from kurse.models import Booking, Interest
from tests.kurse.test_booking import person
from tests.vorgang.cases import make_message
from tests.wissen.inquiries import make_inquiry
from tests.wissen.reminders import bare_reminder
from vorgang import conf
from vorgang.case_types import case_types
from vorgang.keeping.erasure import erase_due
from vorgang.keeping.erasure_log import forgettables, lines, note_erased, replay
from vorgang.keeping.restriction import release, restrict
from vorgang.links import mint
from vorgang.models import Message, OutboxMail, OwnDataRequest, PersonalLink
from vorgang.own_data.rights import OWN_DATA, request_own_data
from vorgang.states import ReleaseGround, RestrictionGround
from wissen.models import FundingReminder, Inquiry

pytestmark = pytest.mark.django_db
A_MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def log(settings, tmp_path):
    settings.VORGANG_ERASURE_LOG = tmp_path / "erasures"
    return settings.VORGANG_ERASURE_LOG


def noted(log) -> list[tuple[str, list[int]]]:
    entries = lines([log], timezone.now() - A_MINUTE)
    return [(entry["model"], [key for key, _made in entry["rows"]]) for entry in entries]


def somebody(case_type, course):
    if case_type.model is Interest:
        return ask_to_be_told(InterestRequest(email="erika@beispiel.example", consent="Ja"))
    if case_type.model is Inquiry:
        return make_inquiry()
    if case_type.model is FundingReminder:
        return bare_reminder()
    return request_booking(course.pk, person()) if case_type.model is Booking else make_message()


def test_every_kind_of_case_is_noted_when_it_is_forgotten(log, course):
    forgotten = []
    for case_type in case_types():
        case = somebody(case_type, course)
        forgotten.append((case_type.name, [case.pk]))
        case_type.forget(case)

    assert noted(log) == forgotten


def test_every_kind_of_case_is_noted_when_its_time_is_over(log, course):
    due = []
    for case_type in case_types():
        case = somebody(case_type, course)
        case_type.model.objects.filter(pk=case.pk).update(erase_after=timezone.localdate())
        due.append((case_type.name, [case.pk]))

    erase_due()

    assert sorted(noted(log)) == sorted(due)


def test_an_account_a_picture_and_a_document_are_noted_when_they_are_deleted(log, django_user_model):
    user = django_user_model.objects.create_user("neu")
    key = user.pk
    user.delete()

    assert noted(log) == [("auth.user", [key])]
    assert {"wagtailimages.image", "wagtaildocs.document", "auth.user"} <= set(forgettables())


def test_a_line_names_nobody_and_is_readable_by_us_alone(log):
    message = make_message()
    code = message.code
    note_erased([message])

    [path] = log.iterdir()
    text = path.read_text()
    assert [word for word in (message.name, message.email, message.subject, code) if word in text] == []
    assert sorted(json.loads(text)) == ["at", "model", "rows"]
    assert (path.stat().st_mode & 0o077, log.stat().st_mode & 0o077) == (0, 0)


def test_whoever_came_back_is_forgotten_again_and_others_stay(log):
    came_back, other = make_message(), make_message()
    note_erased([came_back])

    again = replay([log], timezone.now() - A_MINUTE)

    assert again == {"vorgang.message": 1}
    assert list(Message.objects.all()) == [other]


def test_who_asked_for_their_data_and_came_back_is_forgotten_again_with_links_and_mails(log):
    for email in ("erika@beispiel.example", "otto@anders.example"):
        request_own_data(email, "de")
        mint(OwnDataRequest.objects.get(email=email), OWN_DATA, A_MINUTE)
    note_erased(OwnDataRequest.objects.filter(email="erika@beispiel.example"))

    again = replay([log], timezone.now() - A_MINUTE)

    [kept] = OwnDataRequest.objects.all()
    assert (again, kept.email) == ({"vorgang.owndatarequest": 1}, "otto@anders.example")
    assert [link.object_id for link in PersonalLink.objects.all()] == [kept.pk]
    assert [mail.object_id for mail in OutboxMail.objects.all()] == [kept.pk]


def test_a_lock_set_since_the_backup_holds_again_before_the_restore_erases(course, django_user_model):
    officer = django_user_model.objects.create_user("datenschutz")
    message, released = make_message(erase_after=timezone.localdate()), make_message()
    restrict([message, released], RestrictionGround.CLAIMS, by=officer)
    release(released, ReleaseGround.SETTLED, by=officer)
    Message.objects.update(restricted_at=None, restriction_ground="")

    again = replay([conf.erasure_log()], timezone.now() - A_MINUTE)
    erase_due()

    found = Message.objects.get(pk=message.pk)
    assert (again, found.restriction_ground, found.restricted_at is None) == ({}, "claims", False)
    assert Message.objects.get(pk=released.pk).restricted_at is None


def test_without_the_log_the_restore_would_erase_what_was_locked(django_user_model):
    """Negative control of the test above."""
    message = make_message(erase_after=timezone.localdate())
    restrict([message], RestrictionGround.CLAIMS, by=django_user_model.objects.create_user("datenschutz"))
    Message.objects.update(restricted_at=None, restriction_ground="")

    erase_due()

    assert not Message.objects.exists()


def test_what_was_noted_before_the_backup_is_not_replayed(log):
    note_erased([make_message()])

    assert replay([log], timezone.now() + A_MINUTE) == {}
    assert Message.objects.count() == 1


def test_another_row_that_got_the_same_key_since_is_left_alone(log):
    """After a restore the keys given since the backup are given again, to other people."""
    message = make_message()
    note_erased([message])
    Message.objects.update(created_at=timezone.now() + A_MINUTE)

    assert replay([log], timezone.now() - A_MINUTE) == {}
    assert Message.objects.count() == 1


def test_a_line_that_a_crash_cut_off_and_a_model_that_is_gone_break_nothing(log):
    note_erased([make_message()])
    [path] = log.iterdir()
    whole = path.read_text()
    path.write_text(whole.replace("vorgang.message", "fort.vorgang") + whole[:40])

    assert replay([log], timezone.now() - A_MINUTE) == {}


def test_copies_of_the_log_count_once(log, tmp_path):
    note_erased([make_message()])
    copy = tmp_path / "copy"
    copy.mkdir()
    [path] = log.iterdir()
    (copy / path.name).write_bytes(path.read_bytes())

    assert len(list(lines([log, copy, tmp_path / "missing"], timezone.now() - A_MINUTE))) == 1


def test_without_a_folder_there_is_no_log(settings, tmp_path):
    settings.VORGANG_ERASURE_LOG = None

    note_erased([make_message()])

    assert conf.erasure_log() is None
    assert list(tmp_path.iterdir()) == []


def test_a_log_that_cannot_be_written_keeps_the_erasure_from_happening(settings, tmp_path):
    """Otherwise a restored backup would bring somebody back."""
    (tmp_path / "file").touch()
    settings.VORGANG_ERASURE_LOG = tmp_path / "file"
    User.objects.create_user("neu")

    with pytest.raises(OSError, match="file"), transaction.atomic():
        User.objects.get(username="neu").delete()

    assert User.objects.filter(username="neu").exists()
