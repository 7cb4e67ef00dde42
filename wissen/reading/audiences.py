"""For whom the answers of the knowledge base are written: the one facet of its pages."""

from collections import Counter
from collections.abc import Iterable
from urllib.parse import urlencode

from django.http import HttpRequest

from pages.facets import FacetValue
from wissen.states import Audience

PARAMETER = "fuer"


def chosen(request: HttpRequest | None) -> str:
    """Return the audience that an address names, as one of `Audience`; empty for any other text."""
    named = request.GET.get(PARAMETER, "") if request else ""
    return named if named in Audience.values else ""


def query(audience: str) -> str:
    """Return the query by which a page of the knowledge base knows an audience; empty for everybody."""
    return f"?{urlencode({PARAMETER: audience})}" if audience else ""


def is_for(stored: str, audience: str) -> bool:
    """Whether an answer is for somebody; one that names no audience is for everybody."""
    return not audience or not stored or audience in stored.split()


def facet(stored: Iterable[str], selected: str) -> list[FacetValue]:
    """Return each audience with the number of its answers and the address that chooses it, or takes it away.

    `stored` are the audiences of all answers as they are stored; an audience of which none speaks is left out.
    """
    stored = list(stored)
    named = Counter(name for each in stored for name in each.split())
    values = []
    for name, label in Audience.choices:
        if named[name]:
            number = sum(is_for(each, name) for each in stored)
            is_selected = name == selected
            values.append(FacetValue(name, str(label), number, is_selected, query("" if is_selected else name) or "?"))
    return values
