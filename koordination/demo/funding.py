"""Loading the funding finder: its page and one page for each programme."""

from datetime import date
from html import escape

from dateutil.relativedelta import relativedelta
from django.utils import timezone
from wagtail.models import Page

from koordination.demo.content import read
from koordination.demo.site import place
from wissen.models import FundingIndexPage, ProgrammePage

INTRODUCTION = (
    "Wer fördert ehrenamtliche Vorhaben, wie viel gibt es und bis wann? Wählen Sie aus, wer Sie sind und worum "
    "es geht. Alle Einträge dieser Liste sind Beispiele."
)
# Fields that a file holds as the page does.
SAME = (
    *("slug", "provider", "summary", "region", "amount_max", "own_share_percent", "effort", "deadline_note"),
    *("status", "start_before_approval_allowed"),
)


def load_funding(home: Page) -> None:
    """Make the list and its programmes; a page that exists stays as it is."""
    index = place(
        home,
        FundingIndexPage(title="Förderprogramme", slug="foerderprogramme", introduction=INTRODUCTION),
    )
    standing = set(index.get_children().values_list("slug", flat=True))
    for entry in read("foerderung")["programme"]:
        if entry["slug"] not in standing:
            place(index, programme_page(entry))


def programme_page(entry: dict) -> ProgrammePage:
    return ProgrammePage(
        **{name: entry[name] for name in SAME},
        title=entry["name"],
        eligible=" ".join(entry["eligible"]),
        areas=" ".join(entry["area"]),
        amount_min=entry["amount_min"] or None,
        deadline=in_future(entry["deadline"]),
        how_to_apply=f"<p>{escape(entry['how_to_apply'], quote=False)}</p>",
        website=entry["url"],
        is_example=True,
    )


def in_future(deadline: date | str) -> date | None:
    """Return a deadline of a file in the first year in which it is still to come; None for none.

    The check counts as made on the day of loading: a demo county that is loaded next summer has programmes, too.
    """
    if not isinstance(deadline, date):
        return None
    years = 0
    while deadline + relativedelta(years=years) < timezone.localdate():
        years += 1
    return deadline + relativedelta(years=years)
