"""The readable folder of development mails."""

import pytest
from django.core.mail import EmailMultiAlternatives, get_connection
from django.urls import reverse

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path, settings, home):
    settings.EMAIL_FILE_PATH = str(tmp_path)
    return tmp_path


def write(*subjects: str) -> None:
    """Write mails into one file, as the worker does in one round."""
    connection = get_connection("django.core.mail.backends.filebased.EmailBackend")
    messages = []
    for subject in subjects:
        message = EmailMultiAlternatives(subject, "Link: http://localhost:8000/de/vorgang/abc/", to=["e@b.example"])
        message.attach_alternative("<script>alert(1)</script>", "text/html")
        message.attach("kurs.ics", b"BEGIN:VCALENDAR", "text/calendar")
        messages.append(message)
    connection.send_messages(messages)


def test_an_empty_folder_says_so(client, folder):
    response = client.get(reverse("vorgang_mail_folder"))

    assert response.status_code == 200
    assert response.context["mails"] == []


def test_mails_stand_newest_first_with_working_links_and_attachments(client, folder):
    write("Erste über Ähren", "Zweite")
    write("Dritte")

    response = client.get(reverse("vorgang_mail_folder"))

    mails = response.context["mails"]
    assert [mail.subject for mail in mails] == ["Dritte", "Zweite", "Erste über Ähren"]
    assert mails[0].attachments == ["kurs.ics"]
    assert '<a href="http://localhost:8000/de/vorgang/abc/"' in response.content.decode()


def test_the_html_of_a_mail_is_shown_not_run(client, folder):
    write("Eine")

    content = client.get(reverse("vorgang_mail_folder")).content.decode()

    assert "<script>alert(1)</script>" not in content
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in content


def test_outside_development_the_page_does_not_exist(client, folder, settings):
    settings.DEVELOPMENT_PAGES = False
    write("Eine")

    assert client.get(reverse("vorgang_mail_folder")).status_code == 404
