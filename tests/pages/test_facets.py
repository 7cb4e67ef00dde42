"""The links of a facet: each value the other way round, and nothing in them that is no filter."""

import pytest
from django.http import QueryDict

from pages.facets import Facet, FacetValue, address, chips_of, orders_of, pairs_of, toggled

pytestmark = pytest.mark.database_free
KNOWN = {"area", "amount", "sort"}


def pairs(query: str) -> list[tuple[str, str]]:
    return pairs_of(QueryDict(query), KNOWN)


def test_only_known_filters_go_along():
    assert pairs("area=sport&page=3&area=jugend&utm_source=x") == [("area", "sport"), ("area", "jugend")]
    assert (address(pairs("area=b%26c&x=1")), address([])) == ("?area=b%26c", "?")


@pytest.mark.parametrize(
    ("query", "value", "takes_many", "expected"),
    [
        ("", ("area", "sport"), True, "?area=sport"),
        ("area=sport", ("area", "sport"), True, "?"),
        ("area=jugend", ("area", "sport"), True, "?area=jugend&area=sport"),
        ("amount=250&area=sport", ("amount", "500"), False, "?area=sport&amount=500"),
        ("amount=250&area=sport", ("amount", "250"), False, "?area=sport"),
    ],
)
def test_a_link_turns_one_value_round(query, value, takes_many, expected):
    is_selected = value in pairs(query)

    assert toggled(pairs(query), *value, is_selected, takes_many=takes_many) == expected


@pytest.mark.parametrize(
    ("query", "urls", "asked"),
    [
        ("area=sport", ["?area=sport", "?area=sport&sort=name"], "date"),
        ("area=sport&sort=name", ["?area=sport", "?area=sport&sort=name"], "name"),
        ("sort=", ["?", "?sort=name"], "date"),
    ],
)
def test_the_usual_order_needs_no_wish(query, urls, asked):
    facet = orders_of(pairs(query), {"date": "Datum", "name": "Name"}, "Sortieren nach")

    assert [value.url for value in facet.values] == urls
    assert [value.value for value in facet.values if value.selected] == [asked]


def test_a_group_in_use_stands_open_and_its_values_are_chips():
    chosen, other = (FacetValue(name, name, 1, name == "a", "?") for name in "ab")
    facets = [Facet("x", "X", [chosen, other]), Facet("y", "Y", [other]), Facet("z", "Z", [other], starts_open=True)]

    assert [facet.is_open for facet in facets] == [True, False, True]
    assert chips_of(facets) == [chosen]
