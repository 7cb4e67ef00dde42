"""The funding finder for other programs: the programmes under the same facets as the page."""

from datetime import date

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema
from ninja.decorators import decorate_view

from pages.api.errors import UnusableParameter
from pages.api.fields import FIELDS, chosen, list_answer
from pages.api.locale import LocaleQuery, answered_in
from pages.caches.pages import kept_until_changed
from pages.open_pages import open_pages
from vorgang.conf import site_url
from wissen.funding.filters import FundingFilter, current_programmes, in_usual_order

router = Router(tags=["Wissen"])


class ProgrammeOut(Schema):
    """A funding programme that is up to date; amounts are whole euros, null where it names no limit.

    The deadline of an `expected` programme is not certain yet. `/seiten/{id}/` tells how to apply.
    """

    id: int
    title: str
    url: str
    summary: str
    provider: str
    eligible: list[str]
    areas: list[str]
    region: str
    amount_min: int | None
    amount_max: int | None
    own_share_percent: int | None
    effort: str
    status: str
    deadline: date | None
    deadline_note: str
    start_before_approval_allowed: bool
    website: str
    checked_on: date
    is_example: bool


class ProgrammeListOut(Schema):
    count: int
    items: list[ProgrammeOut]


class ProgrammeQuery(LocaleQuery):
    """The facets of the funding finder, and paging; `amount` is how much somebody needs."""

    eligible: list[str] = []
    area: list[str] = []
    amount: str = Field("", max_length=10)
    region: list[str] = []
    status: list[str] = []
    sort: str = Field("", max_length=20)
    fields: str = FIELDS
    limit: int = Field(20, ge=1, le=100)
    offset: int = Field(0, ge=0, le=100_000)


PLAIN = (
    *("title", "summary", "provider", "region", "amount_min", "amount_max", "own_share_percent", "effort", "status"),
    *("deadline", "deadline_note", "start_before_approval_allowed", "website", "checked_on", "is_example"),
)


@router.get("/foerderung/", response=ProgrammeListOut, url_name="wissen_funding")
@decorate_view(kept_until_changed)
def list_programmes(request: HttpRequest, query: Query[ProgrammeQuery]):
    """List the funding programmes in one language, the next deadline first; what is out of date is left out."""
    names = chosen(query.fields, ProgrammeOut.model_fields)
    opened = open_pages(request)
    programmes = opened.within(current_programmes(), answered_in(query.locale))
    funding_filter = FundingFilter(request.GET, queryset=in_usual_order(programmes))
    for name, messages in funding_filter.errors.items():
        raise UnusableParameter(name, messages[0])
    found = funding_filter.qs
    rows = found[query.offset : query.offset + query.limit].values(
        *PLAIN, "pk", "eligible", "areas", "path", "url_path"
    )
    return list_answer(found.count(), [programme_out(row, opened) for row in rows], names)


def programme_out(row: dict, opened) -> dict:
    return {
        "id": row["pk"],
        "url": site_url() + opened.url(row["path"], row["url_path"]),
        "eligible": row["eligible"].split(),
        "areas": row["areas"].split(),
        **{name: row[name] for name in PLAIN},
    }
