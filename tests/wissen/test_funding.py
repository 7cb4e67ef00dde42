"""The funding finder: facets that count under the other filters, and programmes that hide themselves."""

import re
from datetime import date, timedelta
from urllib.parse import urlencode

import pytest
from django.http import QueryDict
from icalendar import Calendar
from time_machine import travel

from tests import factories
from wissen.funding.filters import current_programmes
from wissen.funding.listing import funding
from wissen.models import ProgrammePage
from wissen.searchable import describe_programme

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 26)


@pytest.fixture(autouse=True)
def _today():
    with travel("2026-11-26T12:00:00+01:00", tick=False):
        yield


@pytest.fixture
def index(home):
    return factories.make_funding(home)


@pytest.fixture
def three(index):
    """A programme of the county for sport, one of the Land for culture, and one that is closed."""
    return [
        factories.make_programme_page(index, title="Bälle", deadline=date(2027, 1, 31), amount_max=500),
        factories.make_programme_page(
            index,
            title="Chor",
            eligible="verein initiative",
            areas="kultur jugend",
            region="land",
            amount_min=1000,
            amount_max=5000,
            deadline=date(2026, 12, 24),
        ),
        factories.make_programme_page(index, title="Aktion", status="closed", amount_max=None),
    ]


def shown(index, query: str = "") -> list[str]:
    return [page.title for page in funding(index, QueryDict(query)).programmes]


def counts(index, query: str, name: str) -> dict[str, int]:
    facets = {facet.name: facet for facet in funding(index, QueryDict(query)).facets}
    return {value.label.replace("\xa0", " "): value.count for value in facets[name].values}


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("", ["Chor", "Bälle", "Aktion"]),
        ("sort=name", ["Aktion", "Bälle", "Chor"]),
        ("eligible=initiative", ["Chor"]),
        ("area=sport&area=jugend", ["Chor", "Bälle", "Aktion"]),
        ("area=jugend", ["Chor"]),
        ("region=land", ["Chor"]),
        ("status=closed", ["Aktion"]),
        ("amount=500", ["Bälle", "Aktion"]),
        ("amount=2500", ["Chor", "Aktion"]),
        ("amount=25000", ["Aktion"]),
        ("region=land&status=closed", []),
        ("region=mond", []),
        ("page=99", ["Chor", "Bälle", "Aktion"]),
    ],
)
def test_filters_narrow_the_list(index, three, query, titles):
    assert shown(index, query) == titles


def test_a_facet_counts_under_the_other_filters_and_keeps_what_is_selected(index, three):
    assert counts(index, "", "eligible") == {"Verein": 3, "Initiative ohne e. V.": 1}
    assert counts(index, "region=land", "area") == {"Kinder und Jugend": 1, "Kultur": 1}
    assert counts(index, "region=land", "region") == {"Im Kreis": 2, "Im Land": 1}
    assert counts(index, "region=land&status=closed", "status")["zurzeit geschlossen"] == 0
    assert counts(index, "", "amount")["2.500 Euro"] == 2


def test_a_count_is_what_its_link_shows(index, three):
    for facet in funding(index, QueryDict("area=sport")).facets:
        for value in facet.values:
            if not value.selected and facet.name != "area":
                assert len(shown(index, value.url[1:])) == value.count, value


def test_an_unknown_filter_finds_nothing_and_says_so(client, index, three):
    response = client.get(f"{index.get_url()}?region=mond")

    assert response.status_code == 200
    assert "Diesen Filter gibt es nicht." in response.content.decode()


def test_a_chip_takes_its_filter_away(index, three):
    [chip] = funding(index, QueryDict("region=land&sort=name")).chips

    assert (chip.label, chip.remove_url) == ("Im Land", "?sort=name")


@pytest.mark.parametrize("number", [3, 20])
def test_the_list_costs_two_queries_however_long(index, number, django_assert_num_queries):
    for _each in range(number):
        factories.make_programme_page(index)
    funding(index, QueryDict(""))

    with django_assert_num_queries(2):
        found = funding(index, QueryDict("eligible=verein"))
        assert len(found.programmes) == number


@pytest.mark.parametrize("number", [3, 20])
def test_the_page_costs_the_same_however_long(client, index, number, django_assert_num_queries):
    for _each in range(number):
        factories.make_programme_page(index)
    client.get(f"{index.get_url()}?sort=name")

    with django_assert_num_queries(3):
        client.get(index.get_url())


def test_a_long_list_is_cut_into_pages_that_keep_the_filters(client, index, settings):
    settings.WISSEN_FUNDING_PAGE_SIZE = 2
    for _each in range(3):
        factories.make_programme_page(index)

    html = client.get(f"{index.get_url()}?region=kreis").content.decode()

    assert "3 Förderprogramme" in html
    assert "region=kreis&amp;page=2#ergebnis" in html


@pytest.mark.parametrize(
    ("fields", "is_shown"),
    [
        ({}, True),
        ({"checked_on": TODAY - timedelta(days=180)}, True),
        ({"checked_on": TODAY - timedelta(days=181)}, False),
        ({"deadline": TODAY}, True),
        ({"deadline": TODAY - timedelta(days=1)}, False),
        ({"deadline": TODAY - timedelta(days=1), "status": "closed"}, False),
        ({"deadline": TODAY - timedelta(days=1), "status": "expected"}, True),
    ],
)
def test_lists_search_and_page_agree_on_what_is_current(client, index, fields, is_shown):
    page = factories.make_programme_page(index, **fields)

    assert page.is_current is is_shown
    assert current_programmes().exists() is is_shown
    assert (describe_programme(page) is not None) is is_shown
    assert client.get("/api/v1/foerderung/").json()["count"] == int(is_shown)
    html = client.get(page.get_url()).content.decode()
    assert ("ist vorbei" in html or "nicht mehr aktuell" in html) is not is_shown


def test_a_programme_hides_at_midnight_from_kept_pages_too(client, index):
    page = factories.make_programme_page(index, title="Letzter Tag", deadline=date(2026, 11, 30))

    for moment, is_shown in (("2026-11-30T23:59:00+01:00", True), ("2026-12-01T00:00:01+01:00", False)):
        with travel(moment, tick=False):
            assert ("Letzter Tag" in client.get(index.get_url()).content.decode()) is is_shown
            assert client.get(page.get_url()).status_code == 200
    assert describe_programme(page).until.isoformat() == "2026-12-01T00:00:00+01:00"


def test_the_setting_says_how_long_a_check_counts(index, settings):
    factories.make_programme_page(index, checked_on=TODAY - timedelta(days=31))

    settings.WISSEN_FUNDING_STALE_DAYS = 30
    assert shown(index) == []
    settings.WISSEN_FUNDING_STALE_DAYS = 31
    assert len(shown(index)) == 1


def test_drafts_and_private_programmes_are_in_no_list(client, index):
    factories.make_programme_page(index, live=False)
    factories.make_programme_page(index).view_restrictions.create(restriction_type="login")

    assert shown(index) == []
    assert client.get("/api/v1/foerderung/").json()["count"] == 0


def test_a_page_warns_of_beginning_before_the_approval(client, index):
    strict = factories.make_programme_page(index, deadline=date(2026, 12, 15), deadline_note="Eine Runde im Jahr.")
    free = factories.make_programme_page(index, start_before_approval_allowed=True, own_share_percent=0)

    html = client.get(strict.get_url()).content.decode().replace("\xa0", " ")
    for text in (
        "Antrag vor Beginn",
        "15. Dezember 2026",
        "Eine Runde im Jahr.",
        "bis 1.000 Euro",
        "26. November 2026",
    ):
        assert text in html, text
    assert f"/de/foerderprogramm/{strict.pk}/frist.ics" in html
    other = client.get(free.get_url()).content.decode()
    assert "Antrag vor Beginn" not in other
    assert "frist.ics" not in other


def test_the_deadline_is_a_whole_day_in_the_calendar(client, index):
    page = factories.make_programme_page(
        index, title="Geld, viel; Geld", deadline=date(2026, 12, 15), deadline_note="Runde 1,\nRunde 2"
    )

    response = client.get(f"/de/foerderprogramm/{page.pk}/frist.ics")

    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    calendar = Calendar.from_ical(response.content)
    [event] = calendar.events
    assert (calendar.errors, event.errors) == ([], [])
    assert (event.start, event.end) == (date(2026, 12, 15), date(2026, 12, 16))
    assert event["summary"] == "Frist: Geld, viel; Geld"
    assert event["description"] == "Musterkreis\nRunde 1, Runde 2"
    assert event["url"].endswith(page.get_url())


@pytest.mark.parametrize(
    "fields",
    [
        {"deadline": None},
        {"deadline": TODAY - timedelta(days=1)},
        {"deadline": TODAY, "status": "closed"},
        {"deadline": TODAY, "live": False},
    ],
)
def test_without_a_coming_deadline_there_is_no_file(client, index, fields):
    page = factories.make_programme_page(index, **fields)

    assert client.get(f"/de/foerderprogramm/{page.pk}/frist.ics").status_code == 404


def next_steps_of(client, page) -> str:
    return client.get(page.get_url()).text.partition('id="weiter"')[2].partition("</section>")[0]


def test_a_programme_ends_with_the_next_steps(client, index):
    page = factories.make_programme_page(index, deadline=date(2027, 1, 31))

    html = next_steps_of(client, page)

    assert re.findall('href="([^"]*)"', html) == [
        f"/de/fragen/?{urlencode({'seite': page.get_url()})}",
        f"/de/foerderprogramm/{page.pk}/frist.ics",
        index.get_url(),
    ]
    assert "Wir antworten Ihnen persönlich." in html


def test_without_a_deadline_to_come_there_is_no_calendar_file_among_the_next_steps(client, index):
    page = factories.make_programme_page(index, status="closed", deadline=None)

    html = next_steps_of(client, page)

    assert ("frist.ics" in html, f'href="{index.get_url()}"' in html) == (False, True)


def test_the_api_lists_programmes_under_the_same_facets(client, index, three):
    found = client.get("/api/v1/foerderung/?area=kultur&sort=name").json()

    assert found["count"] == 1
    [item] = found["items"]
    assert (item["title"], item["eligible"], item["areas"]) == ("Chor", ["verein", "initiative"], ["kultur", "jugend"])
    assert (item["amount_min"], item["deadline"]) == (1000, "2026-12-24")
    assert client.get("/api/v1/foerderung/?region=mond").status_code == 422
    page = client.get(f"/api/v1/seiten/{item['id']}/").json()
    assert (page["type"], page["is_current"], page["provider"]) == ("wissen.ProgrammePage", True, "Musterkreis")


def test_the_largest_amount_is_not_below_the_smallest(index):
    page = factories.make_programme_page(index)
    page.amount_min, page.eligible = 2000, "verein kommune"

    with pytest.raises(Exception, match="unter dem kleinsten"):
        page.full_clean()
    page.amount_min = 1000
    page.full_clean()


def test_an_unknown_choice_is_refused(index):
    page = factories.make_programme_page(index)
    page.eligible = "verein koenig"

    with pytest.raises(Exception, match="koenig"):
        page.full_clean()
    assert ProgrammePage.objects.get().eligible == "verein"


@pytest.mark.parametrize("query", ["", "?type=wissen.ProgrammePage"])
def test_the_list_of_all_pages_leaves_out_what_is_not_current(client, index, query):
    shown_page = factories.make_programme_page(index, title="Gilt")
    stale = factories.make_programme_page(index, title="Ungeprüft", checked_on=TODAY - timedelta(days=180))
    over = factories.make_programme_page(index, title="Vorbei", deadline=TODAY, checked_on=TODAY)

    def listed() -> set[str]:
        titles = {item["title"] for item in client.get(f"/api/v1/seiten/{query}").json()["items"]}
        return titles & {"Gilt", "Ungeprüft", "Vorbei"}

    today = listed()
    with travel("2026-11-27T00:00:01+01:00", tick=False):
        tomorrow = listed()
        details = [client.get(f"/api/v1/seiten/{page.pk}/").json()["is_current"] for page in (shown_page, stale, over)]

    assert (today, tomorrow) == ({"Gilt", "Ungeprüft", "Vorbei"}, {"Gilt"})
    assert details == [True, False, False]


def test_a_page_type_without_a_rule_is_listed_whole(client, index):
    assert index.unlisted() is None
    assert index.title in {item["title"] for item in client.get("/api/v1/seiten/").json()["items"]}


def test_search_engines_are_not_led_to_what_is_not_current(client, index):
    page = factories.make_programme_page(index, title="Gilt", deadline=TODAY)

    today = client.get("/sitemap.xml").content.decode()
    with travel("2026-11-27T00:00:01+01:00", tick=False):
        tomorrow = client.get("/sitemap.xml").content.decode()

    assert (page.get_url() in today, page.get_url() in tomorrow) == (True, False)
    assert index.get_url() in tomorrow
