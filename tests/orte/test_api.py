"""Municipalities, places and closed days over the API."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from orte.models import FACTS, ClosedDay, Municipality
from tests import factories

pytestmark = pytest.mark.django_db


def queries_of(client, url: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


def test_a_municipality_has_its_districts(client):
    municipality = factories.make_municipality(population=9, latitude="50.55200", longitude="9.04100")
    district = Municipality.objects.create(name="Altstadt", slug="altstadt", parent=municipality)

    answer = client.get("/api/v1/gemeinden/").json()

    assert answer == {
        "count": 1,
        "items": [
            {
                "id": municipality.pk,
                "slug": municipality.slug,
                "name": municipality.name,
                "kind": "gemeinde",
                "population": 9,
                "postal_code": "",
                "latitude": 50.552,
                "longitude": 9.041,
                "districts": [{"id": district.pk, "slug": "altstadt", "name": "Altstadt"}],
            }
        ],
    }
    assert client.get(f"/api/v1/gemeinden/{municipality.slug}/").json() == answer["items"][0]


def test_a_place_has_every_fact_unknown_ones_included(client, home):
    place = factories.make_place(step_free="yes")

    answer = client.get(f"/api/v1/orte/{place.slug}/").json()

    assert answer["accessibility"] == {**dict.fromkeys(FACTS, "unknown"), "step_free": "yes"}
    assert (answer["municipality"], answer["district"], answer["latitude"]) == (place.municipality.slug, None, None)
    assert answer["url"] == f"http://testserver/de/orte/{place.slug}/"


def test_places_are_filtered(client):
    here = factories.make_place(step_free="yes", is_outpost=True)
    factories.make_place(step_free="partly")

    for query in (f"municipality={here.municipality.slug}", "is_outpost=true", "step_free=true"):
        assert [item["slug"] for item in client.get(f"/api/v1/orte/?{query}").json()["items"]] == [here.slug]


@pytest.mark.parametrize(("url", "expected"), [("/api/v1/orte/", 2), ("/api/v1/gemeinden/", 3)])
def test_a_list_costs_the_same_with_1_and_20_rows(client, url, expected):
    factories.make_place()
    client.get(url)
    few = queries_of(client, url)
    for _number in range(19):
        Municipality.objects.create(name="Ortsteil", slug="o", parent=factories.make_place().municipality)

    assert (few, queries_of(client, url)) == (expected, expected)


def test_a_list_is_read_in_pieces(client):
    for _number in range(3):
        factories.make_place()

    first, second = (client.get(f"/api/v1/orte/?limit=2&offset={offset}").json() for offset in (0, 2))

    assert (first["count"], len(first["items"]), len(second["items"])) == (3, 2, 1)


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=101", "limit=x", "offset=-1", "is_outpost=vielleicht", "municipality=" + "x" * 200]
)
def test_wrong_parameters_are_told_as_problems(client, query):
    response = client.get(f"/api/v1/orte/?{query}")

    assert (response.status_code, response["Content-Type"]) == (422, "application/problem+json")


def test_what_is_not_there_is_a_problem_too(client):
    responses = [client.get(f"/api/v1/{path}/nirgends/") for path in ("orte", "gemeinden")]

    assert [(response.status_code, response["Content-Type"]) for response in responses] == [
        (404, "application/problem+json")
    ] * 2


def test_closed_days_of_a_span(client):
    ClosedDay.objects.create(date=date(2026, 12, 24), name="Betriebsruhe")

    answer = client.get("/api/v1/schliesstage/?land=HE&first=2026-12-24&last=2026-12-25").json()

    assert answer == [
        {"date": "2026-12-24", "kind": "office", "name": "Betriebsruhe"},
        {"date": "2026-12-25", "kind": "public", "name": "Erster Weihnachtstag"},
    ]


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("land=HE&first=2026-01-01&last=2028-01-01", 400),
        ("land=XX&first=2026-01-01&last=2026-01-02", 422),
        ("land=HE&first=gestern&last=2026-01-02", 422),
        ("land=HE&first=9999-12-01&last=9999-12-31", 200),
        ("land=HE&first=2026-02-01&last=2026-01-01", 200),
    ],
)
def test_impossible_spans_never_break(client, query, status):
    assert client.get(f"/api/v1/schliesstage/?{query}").status_code == status


@pytest.mark.parametrize(("address", "wrong"), [("orte", "schuhgroesse"), ("gemeinden", "strasse")])
def test_one_place_and_one_municipality_answer_the_part_asked_for(client, address, wrong):
    place = factories.make_place(name="Kreishaus")
    found = {"orte": place, "gemeinden": place.municipality}[address]
    url = f"/api/v1/{address}/{found.slug}/"

    assert client.get(f"{url}?fields=name,slug").json() == {"name": found.name, "slug": found.slug}
    assert client.get(f"{url}?fields={wrong}").status_code == 422
