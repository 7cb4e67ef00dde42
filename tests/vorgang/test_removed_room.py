"""What a removed room leaves behind breaks nothing: its mails, letters and links lead nowhere."""

from datetime import timedelta

import pytest
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core import mail
from django.urls import reverse

from tests.vorgang.cases import PURPOSE, make_message
from vorgang.links import mint
from vorgang.models import OutboxMail, PersonalLink
from vorgang.outbox.queue import queue_mail, send_due
from vorgang.states import MailChannel, MailState

pytestmark = pytest.mark.django_db


@pytest.fixture
def removed(home):
    """The type of a case whose room is no longer installed."""
    ContentType.objects.clear_cache()
    yield ContentType.objects.create(app_label="entfernt", model="antrag")
    ContentType.objects.clear_cache()


def of_removed(row: OutboxMail | PersonalLink, removed: ContentType):
    """Let a row lead to the removed room."""
    type(row).objects.filter(pk=row.pk).update(content_type=removed)
    return type(row).objects.get(pk=row.pk)


def test_a_link_to_a_removed_room_is_unknown(client, removed):
    token = mint(make_message(), PURPOSE, timedelta(days=1))
    of_removed(PersonalLink.objects.get(), removed)

    response = client.get(reverse("vorgang_personal_page", args=[token]))

    assert response.status_code == 404


def test_a_mail_of_a_removed_room_is_closed_unsent(removed):
    row = of_removed(queue_mail("vorgang.receipt", make_message()), removed)
    OutboxMail.objects.update(kind="entfernt.receipt")

    sent = send_due()

    row.refresh_from_db()
    assert (sent, mail.outbox, row.state) == (0, [], MailState.CANCELLED)


def test_the_inbox_lists_letters_of_rooms_that_are_there_and_of_one_that_is_not(admin_client, removed):
    kept = queue_mail("vorgang.receipt", make_message(email="", code="ABCDEFGH"))
    gone = of_removed(queue_mail("vorgang.receipt", make_message(email="", code="HGFEDCBA")), removed)

    response = admin_client.get(reverse("vorgang_inbox"))
    letters = OutboxMail.objects.filter(channel=MailChannel.LETTER).order_by("pk").prefetch_related("case")

    assert response.status_code == 200
    assert [(row.pk, getattr(row.case, "code", None)) for row in letters] == [(kept.pk, "ABCDEFGH"), (gone.pk, None)]


def test_djangos_own_key_would_raise(removed):
    """Negative control: this is what CaseKey keeps away."""
    row = of_removed(queue_mail("vorgang.receipt", make_message()), removed)

    with pytest.raises(AttributeError):
        GenericForeignKey.__get__(OutboxMail._meta.get_field("case"), row)
