"""What a public body owes on every page, on every error page and in every mail: one click to its duties."""

import re

import pytest
from django.template.loader import get_template
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import get_page_models

from koordination.demo.content import read
from koordination.demo.site import load_statement
from kurse.booking.lifecycle import confirm, request_booking
from pages.models import AccessibilityStatement, BasePage, LegalKind, LegalPage
from tests import factories
from tests.kurse.test_booking import person
from tests.vorgang.cases import message_request
from vorgang.inbox import work
from vorgang.links import mint
from vorgang.models import Message
from vorgang.outbox.queue import send_due
from vorgang.own_data import rights
from vorgang.views.cases import CONTACT_KINDS

pytestmark = pytest.mark.django_db
ERRORS = (400, 403, 404, 429, 500, 503)


@pytest.fixture
def site(home, programme_page):
    """A site with one page of each type, and a booking."""
    course = factories.make_course(programme_page)
    pages = factories.make_content(home)
    booking = request_booking(course.pk, person())
    confirm(booking)
    views = ["vorgang_contact", "vorgang_lost_link", "vorgang_own_data_request", "vorgang_own_data_sent", "orte_places"]
    published = [home, programme_page, course.page, *pages.values()]
    addresses = [page.get_url() for page in published]
    addresses += [reverse(name) for name in views]
    addresses += [reverse("kurse_book", args=[course.pk]), course.place.get_absolute_url()]
    addresses.append(reverse("vorgang_personal_page", args=[mint(booking, "kurse.booking", factories.A_WEEK)]))
    return {
        "addresses": addresses,
        "types": {type(page) for page in published},
        "legal": {kind: pages[kind].get_url() for kind in LegalKind},
    }


def hrefs(html: str) -> list[str]:
    return [found.replace("&amp;", "&") for found in re.findall(r'href="([^"]+)"', html)]


def missing_duties(html: str, legal: list[str]) -> list[str]:
    """Return what one cannot reach by one click: a legal page, or one of the two forms to report something."""
    found = hrefs(html)
    reports = [f"{reverse('vorgang_contact')}?art={kind}" for kind in CONTACT_KINDS]
    return [url for url in legal if url not in found] + [
        url for url in reports if not any(link.startswith(url) for link in found)
    ]


@pytest.mark.goal("B13")
def test_every_page_leads_to_every_duty_with_one_click(client, site, measured):
    legal = list(site["legal"].values())

    lacking = {url: missing_duties(client.get(url).content.decode(), legal) for url in site["addresses"]}

    assert {url: links for url, links in lacking.items() if links} == {}
    measured(f"{len(lacking)} von {len(lacking)} Seiten führen mit einem Klick zu allen {len(legal) + 2} Pflichtseiten")


def test_every_page_type_is_among_them(site):
    concrete = {model for model in get_page_models() if issubclass(model, BasePage)}

    assert site["types"] == concrete


@pytest.mark.goal("B13")
@pytest.mark.parametrize("status", ERRORS)
def test_every_error_page_leads_there_without_a_database(client, site, status, django_assert_num_queries, measured):
    with django_assert_num_queries(0):
        html = get_template(f"{status}.html").render({"status": status})

    links = [url for url in hrefs(html) if "/rechtliches/" in url]
    reached = {client.get(url)["Location"] for url in links}
    assert missing_duties(html, links) == []
    assert reached == set(site["legal"].values())
    measured(f"{len(ERRORS)} von {len(ERRORS)} Fehlerseiten, ohne Datenbank")


@pytest.mark.goal("B13")
def test_a_footer_without_the_link_is_noticed(site):
    """Negative control: a page that lacks one link is told by that link."""
    html = "".join(f'<a href="{url}">' for url in list(site["legal"].values())[1:])

    assert missing_duties(html, list(site["legal"].values())) == [
        next(iter(site["legal"].values())),
        *(f"{reverse('vorgang_contact')}?art={kind}" for kind in CONTACT_KINDS),
    ]


def test_a_kind_that_a_county_lacks_is_a_404(client, home):
    assert client.get(reverse("pages_legal", args=["impressum"])).status_code == 404
    assert client.get(reverse("pages_legal", args=["agb"])).status_code == 404


@pytest.mark.goal("B13")
def test_every_mail_to_a_person_leads_to_imprint_privacy_statement_and_their_own_data(
    site, mailoutbox, coordinator, measured
):
    message = Message.objects.get(pk=work.receive_message(message_request()).pk)
    work.reply(message, "Gern.", author=coordinator)
    work.request_lost_link(message.email, "de")
    rights.request_own_data(message.email, "en")
    send_due()

    to_people = [mail for mail in mailoutbox if mail.to != ["ehrenamt@musterkreis.example"]]
    assert [fault for mail in to_people for fault in missing_in_mail(mail, site["legal"])] == []
    assert len(to_people) >= 5
    measured(f"{len(to_people)} von {len(to_people)} E-Mails an Menschen, in beiden Fassungen")


def missing_in_mail(mail, legal: dict[str, str]) -> list[tuple[str, str]]:
    """Return (subject, address) of what a mail does not lead to, in its text or in its HTML."""
    wanted = [legal[kind] for kind in ("imprint", "privacy", "accessibility")] + ["meine-daten/"]
    texts = (mail.body, mail.alternatives[0].content)
    return [(mail.subject, url) for text in texts for url in wanted if url not in text]


@pytest.mark.goal("B13")
def test_a_mail_without_a_link_in_one_of_its_forms_is_noticed(site, mailoutbox):
    """Negative control: the text of a mail names the imprint no more, its HTML still does."""
    send_due()
    mail = next(mail for mail in mailoutbox if missing_in_mail(mail, site["legal"]) == [])
    imprint = site["legal"]["imprint"]

    mail.body = mail.body.replace(imprint, "")

    assert missing_in_mail(mail, site["legal"]) == [(mail.subject, imprint)]


@pytest.mark.goal("B13")
def test_a_report_knows_the_page_but_never_a_personal_link(client, site):
    footers = {url: hrefs(client.get(url).content.decode()) for url in site["addresses"]}

    told = {
        url: [link for link in links if link.startswith(f"{reverse('vorgang_contact')}?art=")]
        for url, links in footers.items()
    }
    personal = [url for url in told if "/vorgang/" in url]
    assert [link for url in personal for link in told[url] if "seite=" in link] == []
    assert [url for url, links in told.items() if url not in personal and not any("seite=" in x for x in links)] == []


@pytest.mark.goal("B14")
def test_the_demo_has_a_statement_that_is_no_year_old(client, home, measured):
    site = home.get_site()
    load_statement(site)
    load_statement(site)
    [legal] = [entry for entry in read("pages")["legal"] if entry["kind"] == "accessibility"]

    statement = AccessibilityStatement.objects.get()
    age = (timezone.localdate() - statement.evaluated_on).days
    assert statement.barriers.count() == len(read("county")["statement"]["barriers"])
    assert "Noch nicht geprüft" in legal["body"]
    # It is a real evaluation with a real day: evaluate anew and write the day into county.toml.
    assert age <= 365 - 30
    measured(f"Bewertung des Musterkreises {age} Tage alt")


def test_nobody_needs_a_cookie_to_read_the_statement(home):
    page = home.add_child(instance=LegalPage(title="Barrierefreiheit", slug="b", kind="accessibility"))

    assert Client().get(page.get_url()).cookies == {}
