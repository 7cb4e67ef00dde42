"""A mail that waited in the outbox goes only if it is still true."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from kurse.booking.lifecycle import cancel, confirm, request_booking
from kurse.models import Booking, Course
from tests.kurse.test_booking import person
from vorgang.outbox.queue import queue_mail, send_due

pytestmark = pytest.mark.django_db


def subjects() -> list[str]:
    send_due()
    return [message.subject.split(":")[0] for message in mail.outbox]


def test_after_a_cancellation_only_the_cancellation_is_told(course):
    booking = request_booking(course.pk, person())
    confirm(booking)
    queue_mail("kurse.reminder", booking)
    cancel(Booking.objects.get())

    assert subjects() == ["Ihre Anmeldung ist storniert"]


def test_while_it_is_true_each_mail_goes(course):
    """Negative control: the same mails arrive as long as the seat stands."""
    booking = request_booking(course.pk, person())
    send_due()
    confirm(booking)
    queue_mail("kurse.reminder", booking)

    assert subjects() == ["Bitte bestätigen Sie Ihre Anmeldung", "Ihre Anmeldung ist bestätigt", "Erinnerung"]


def test_a_reminder_that_comes_too_late_stays_away(course):
    booking = request_booking(course.pk, person())
    send_due()
    confirm(booking)
    queue_mail("kurse.reminder", booking)
    Course.objects.update(starts_at=timezone.now() - timedelta(hours=1))

    assert "Erinnerung" not in subjects()
