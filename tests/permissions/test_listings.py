"""Every list of the CMS answers while it is searched and narrowed and sorted at once: no pair of these breaks it."""

from collections.abc import Iterator
from urllib.parse import parse_qsl, urlsplit

import pytest
from bs4 import BeautifulSoup
from django.http import HttpResponse

from tests.permissions.addresses import Address, addresses
from tests.permissions.asking import arguments
from tests.permissions.cast import Cast, make_cast
from tests.sampling import is_up

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
# A mark that is syntax of the database, and a word that things have.
TYPED = "Kurs ¿'\"("
# What the inputs of a filter may be given, beside the choices of a list; a date reads neither, and says so.
GIVEN = ("1", "2026-11-27")


@pytest.fixture
def cast(db) -> Cast:
    """The cast of a site, with somebody who sees every fault at once."""
    return make_cast()


def lists(cast: Cast) -> Iterator[tuple[Address, str, HttpResponse]]:
    """Yield what is narrowed by a filter or sorted by a heading: the address, its path, its first answer."""
    for address in addresses():
        # What a list fetches by script comes from the same view as the list.
        if not address.template.startswith("admin/") or address.name.endswith("_results"):
            continue
        path = address.path(arguments(address, cast))
        response = cast.clients["A"].get(path)
        if response.status_code == 200 and response.context and response.context.get("filters"):
            yield address, path, response


def narrowings(response: HttpResponse) -> Iterator[dict[str, str]]:
    """Yield each filter and each order that a list offers, alone, as its form and its headings have them."""
    html = BeautifulSoup(response.content, "html.parser")
    for field in response.context["filters"].form:
        fragment = BeautifulSoup(str(field), "html.parser")
        named = [part["name"] for part in fragment.select("[name]")]
        offered = [part["value"] for part in fragment.select("option[value], [type=radio], [type=checkbox]")]
        for value in (*[value for value in offered if value][:2], *(() if offered else GIVEN)):
            yield dict.fromkeys(named, value)
    for link in html.select("a[href*='ordering=']"):
        yield {"ordering": dict(parse_qsl(urlsplit(link["href"]).query))["ordering"]}


def ways_of_asking(cast: Cast) -> Iterator[tuple[str, dict[str, str]]]:
    for _address, path, response in lists(cast):
        once = {tuple(sorted(each.items())): each for each in narrowings(response)}
        for narrowing in once.values():
            yield path, {"q": TYPED, **narrowing}


def broken(cast: Cast, asked: list[tuple[str, dict[str, str]]]) -> list[tuple]:
    """Return (path, question, fault) of what was not answered with a list."""
    found = []
    for path, question in asked:
        try:
            status = cast.clients["A"].get(path, question).status_code
        except Exception as error:
            found.append((path, question, repr(error)))
        else:
            if status != 200:
                found.append((path, question, status))
    return found


@pytest.mark.goal("S3")
def test_a_list_that_is_searched_can_be_narrowed_and_sorted_too(cast, measured):
    possible = list(ways_of_asking(cast))
    asked = [each for number, each in enumerate(possible) if is_up(number)]

    assert broken(cast, asked) == []
    assert len({path for path, _question in possible}) > 40
    how_many = f"{len(asked)} von {len(possible)} Fragen"
    measured(f"Listen des CMS, durchsucht und dabei gefiltert oder sortiert: {how_many}, 0 Fehler")


@pytest.mark.goal("S3")
def test_with_the_librarys_own_search_lists_break(cast, settings):
    """Negative control."""
    asked = [
        ("/admin/images/", {"q": TYPED, "usage_count_min": "1"}),
        ("/admin/pages/", {"q": TYPED, "has_child_pages": "true"}),
    ]
    settings.WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}

    assert len(broken(cast, asked)) == len(asked)
