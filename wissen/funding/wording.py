"""Programmes in words: amounts, deadlines, facts."""

from decimal import Decimal

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from pages.cards import Card, Fact
from pages.languages import address_of, passage_language
from wissen.funding.states import Effort, Eligible, FundingArea, FundingRegion, FundingStatus
from wissen.models import ProgrammePage
from wissen.wording import money

BADGES = {FundingStatus.OPEN: "success", FundingStatus.EXPECTED: "info", FundingStatus.CLOSED: "neutral"}


def euros(amount: int) -> str:
    return money(Decimal(amount))


def amounts(page: ProgrammePage) -> str:
    """Return between which amounts a programme gives; empty where it does not say."""
    if page.amount_min and page.amount_max:
        if page.amount_min == page.amount_max:
            return euros(page.amount_max)
        return _("%(least)s bis %(most)s") % {"least": euros(page.amount_min), "most": euros(page.amount_max)}
    if page.amount_max:
        return _("bis %(most)s") % {"most": euros(page.amount_max)}
    return _("ab %(least)s") % {"least": euros(page.amount_min)} if page.amount_min else ""


def own_share(page: ProgrammePage) -> str:
    if page.own_share_percent is None:
        return ""
    share = {"percent": page.own_share_percent}
    return _("mindestens %(percent)s Prozent der Kosten") % share if page.own_share_percent else _("keiner")


def deadline(page: ProgrammePage) -> str:
    """Return until when one may apply, in words that tell a certain day from one that is only expected."""
    if page.deadline is None:
        return "" if page.status == FundingStatus.CLOSED else _("keine feste Frist")
    day = {"day": date_format(page.deadline, _("j. F Y"))}
    if not page.has_coming_deadline:
        return _("zuletzt %(day)s") % day if page.status == FundingStatus.EXPECTED else day["day"]
    return _("voraussichtlich %(day)s") % day if page.status == FundingStatus.EXPECTED else day["day"]


def labels(names: list[str], choices) -> str:
    known = dict(choices.choices)
    return ", ".join(str(known[name]) for name in names if name in known)


def facts_of(page: ProgrammePage) -> list[dict]:
    """Return the facts of a programme as pairs for components/description_list.html."""
    pairs = [
        (_("Wer fördert"), page.provider),
        (_("Wer kann einen Antrag stellen"), labels(page.eligible_groups, Eligible)),
        (_("Bereiche"), labels(page.funded_areas, FundingArea)),
        (_("Gebiet"), str(FundingRegion(page.region).label)),
        (_("Betrag"), amounts(page)),
        (_("Eigenanteil"), own_share(page)),
        (_("Aufwand"), str(Effort(page.effort).label)),
        (_("Geprüft am"), date_format(page.checked_on, _("j. F Y"))),
    ]
    return [{"term": term, "text": text} for term, text in pairs if text]


def badge_of(page: ProgrammePage) -> dict:
    status = FundingStatus.CLOSED if page.is_over else FundingStatus(page.status)
    return {"text": str(status.label), "kind": BADGES[status]}


def as_card(page: ProgrammePage) -> Card:
    badge = badge_of(page)
    facts = [("clock", deadline(page), _("Frist")), ("euro", amounts(page), _("Betrag"))]
    return Card(
        title=page.title,
        url=address_of(page.path, page.url_path),
        language=passage_language(page),
        kicker=page.provider,
        text=page.summary,
        meta=tuple(Fact(icon, text, label) for icon, text, label in facts if text),
        badge=badge["text"],
        badge_kind=badge["kind"],
    )
