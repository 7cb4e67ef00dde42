"""Every role asks every address by every verb, and gets in where table.toml says and nowhere else."""

import tomllib
from collections import Counter
from collections.abc import Container, Iterator
from pathlib import Path
from zlib import crc32

import pytest

from tests.goals import SOAK
from tests.permissions.addresses import Address, addresses
from tests.permissions.asking import ask
from tests.permissions.cast import ROLES, Cast, make_cast

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.database_free,
    # A report of wagtail-localize has no order; pytest makes an error of the warning.
    pytest.mark.filterwarnings("ignore::django.core.paginator.UnorderedObjectListWarning"),
]
TABLE = tomllib.loads((Path(__file__).parent / "table.toml").read_text("utf-8"))
READING, SENDING = ("GET", "HEAD", "OPTIONS"), ("POST", "PUT", "PATCH", "DELETE")
STAFF = "TECAD"
OPEN_URLS = "tests.permissions.open_urls"


def rows() -> dict[str, dict]:
    return {name: row for row in TABLE["rows"] for name in row["names"]}


def differences_of_names(urlconf: str | None = None) -> set[str]:
    """Return the addresses without a row and the rows without an address."""
    return {address.name for address in addresses(urlconf)} ^ set(rows())


def test_every_address_stands_in_one_row_and_every_row_has_its_address():
    twice = [
        name for name, count in Counter(name for row in TABLE["rows"] for name in row["names"]).items() if count > 1
    ]

    assert differences_of_names() == set()
    assert twice == []


@pytest.mark.goal("S5")
def test_a_new_address_without_a_row_is_found():
    """Negative control: an address that nobody has judged yet."""
    assert differences_of_names(OPEN_URLS) == {"without_a_row"}


def may(row: dict, method: str) -> str:
    """Return the roles that a row lets in; HEAD reads what GET reads, and OPTIONS tells nothing to anybody."""
    return row.get("GET" if method in READING else method, "")


def one_of(roles: str, *of: str) -> str:
    """Return one of the roles, always the same one for an address and a verb."""
    return roles[crc32(" ".join(of).encode()) % len(roles)] if roles else ""


def questions(role: str, urlconf: str | None = None) -> Iterator[tuple[Address, str]]:
    """Yield what a role asks: all in the soak; else every GET and POST that must be refused, and a sample.

    Of the roles that a row lets in one asks; of the rare verbs, every visitor's and one role's.
    """
    for address in addresses(urlconf):
        row = rows().get(address.name, {})
        for method in (*READING, *SENDING):
            let_in = may(row, method)
            if role in let_in or method in ("HEAD", "OPTIONS"):
                is_asked = role == one_of(let_in or STAFF, address.name, method)
            else:
                is_asked = method in ("GET", "POST") or role in ("V", one_of(STAFF, address.name, method))
            if SOAK or is_asked:
                yield address, method


def surprises(cast: Cast, role: str, urlconf: str | None = None, names: Container[str] = ()) -> tuple[int, list[str]]:
    """Return how many questions a role asked, of these names or of all, and each answer the table does not expect."""
    found, number = [], 0
    for address, method in questions(role, urlconf):
        if names and address.name not in names:
            continue
        number += 1
        row = rows().get(address.name, {})
        answer = ask(cast, role, method, address)
        asked = f"{ROLES[role]}: {method} {address.template} [{address.name}]"
        is_expected = role in may(row, method)
        if answer.status >= 500:
            if address.name not in TABLE["faults"]:
                found.append(f"{asked} breaks: {answer.status}")
        elif method == "OPTIONS" or (method == "HEAD" and is_expected):
            is_described = method == "OPTIONS" and role != "V" and address.name in TABLE["described"]["names"]
            if answer.lets_in and answer.text and not (is_expected or is_described):
                found.append(f"{asked} tells something: {answer.status}")
        elif answer.lets_in != is_expected:
            found.append(f"{asked} {'lets in' if answer.lets_in else 'refuses'}: {answer.status}")
        if method in READING and (unexpected := answer.written - set(TABLE["written_by_reading"])):
            found.append(f"{asked} writes: {', '.join(sorted(unexpected))}")
    return number, found


@pytest.fixture
def cast(settings) -> Cast:
    settings.KOORDINATION_API_PER_MINUTE = settings.VORGANG_UNKNOWN_LINKS_PER_MINUTE = 1_000_000
    if not SOAK:
        settings.MIDDLEWARE = [*settings.MIDDLEWARE, "tests.permissions.asking.Unrendered"]
    return make_cast()


@pytest.mark.goal("S5", "S11")
@pytest.mark.parametrize("role", ROLES)
def test_each_role_gets_in_where_the_table_says_and_nowhere_else(cast, role, measured):
    number, found = surprises(cast, role)

    assert found == []
    measured(f"{ROLES[role]}: {number} Anfragen an {len(addresses())} Adressen, 0 unerwartete Antworten")


@pytest.mark.goal("S5")
def test_a_view_somebody_forgot_to_guard_is_found(cast, settings):
    """Negative control: one view that asks nobody who they are."""
    settings.ROOT_URLCONF = OPEN_URLS

    _number, found = surprises(cast, "T", OPEN_URLS, {"kurse_choose_course", "kurse_statistics", "without_a_row"})

    assert set(found) >= {
        "Übersetzung: GET admin/kurse/buchung/neu/ [kurse_choose_course] lets in: 200",
        "Übersetzung: POST admin/kurse/buchung/neu/ [kurse_choose_course] lets in: 200",
        "Übersetzung: GET ohne-zeile/ [without_a_row] lets in: 200",
        "Übersetzung: POST ohne-zeile/ [without_a_row] lets in: 200",
    }
    assert [line for line in found if "kurse_statistics" in line] == [], "guarded as ever"
