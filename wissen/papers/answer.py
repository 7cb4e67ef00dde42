"""An answer as PDF/UA-1, with the values of the day: to print, to keep, to take to the board."""

from pathlib import Path

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from wagtail.models import Page

from pages.api.blocks import value_of
from pages.api.targets import Targets
from pages.clean_text import one_line
from vorgang import conf as vorgang_conf
from vorgang.papers.letters import compiled
from vorgang.papers.look import paper
from wissen.figures import figures
from wissen.models import QuestionPage
from wissen.models.glossary import language_of
from wissen.papers.prose import absolute, nodes
from wissen.reading.pages import disclaimer_of
from wissen.states import Audience

TEMPLATE = Path(__file__).with_name("answer.typ")


def answer_pdf(page: QuestionPage, targets: Targets) -> bytes:
    """Return the answer in its own language; `targets` are the pages and files to which its texts lead."""
    with translation.override(vorgang_conf.supported_language(language_of(page))):
        return compiled(answer_content(page, targets), TEMPLATE)


def answer_content(page: QuestionPage, targets: Targets) -> dict:
    """Return what answer.typ prints: parts, each of a kind, in the order of the page."""
    body = value_of(page.body.stream_block, page.body, targets)
    parts = [*opening(page, targets)]
    for block in body:
        parts += PARTS[block["type"]](block["value"])
    return paper(
        one_line(page.title) or str(page.pk),
        parts=[*parts, *legal_bases(page), *sources(page)],
        closing=closing(page),
    )


# ------------------------------------------------------------------ kinds of parts


def prose(html: str) -> list[dict]:
    found = nodes(html)
    return [{"kind": "prose", "nodes": found}] if found else []


def plain(text: str) -> list[dict]:
    """Return a plain text as prose; an empty one is left out."""
    runs = [{"text": text.strip(), "strong": False, "emphasis": False, "url": ""}]
    return [{"kind": "prose", "nodes": [{"kind": "text", "runs": runs}]}] if text.strip() else []


def heading(text: str, level: int) -> list[dict]:
    text = one_line(text)
    return [{"kind": "heading", "level": level, "text": text}] if text else []


def box(title: str, html: str, tone: str, level: int = 3) -> list[dict]:
    """Return a text set apart; `tone` is "brand", "warning" or "plain"."""
    return [{"kind": "box", "title": one_line(title), "level": level, "nodes": nodes(html), "tone": tone}]


def listing(title: str, html_items: list[str], look: str) -> list[dict]:
    """Return a list; `look` is "numbered" or "boxes"."""
    items = [found for found in map(nodes, html_items) if found]
    return heading(title, 3) + ([{"kind": "listing", "items": items, "look": look}] if items else [])


def table(caption: str, header: list[str], rows: list[list[str]], **look: bool) -> list[dict]:
    """Return a table whose rows are all as long as the longest; `amounts` and `total` say how it is set."""
    width = max([len(header), *map(len, rows)])
    if not width:
        return []
    filled_up = [[*row, *[""] * (width - len(row))] for row in rows]
    header = [*header, *[""] * (width - len(header))] if header else []
    look = {"amounts": False, "total": False, "row_headers": False, **look}
    return [{"kind": "table", "caption": one_line(caption), "header": header, "rows": filled_up, **look}]


def links(title: str, items: list[tuple[str, str, str]]) -> list[dict]:
    """Return a list of (label, address, note) under a heading."""
    entries = [
        {"label": one_line(label) or address, "url": absolute(address), "note": note} for label, address, note in items
    ]
    return [*heading(title, 2), {"kind": "links", "items": entries}] if entries else []


# ------------------------------------------------------------------ the page


def opening(page: QuestionPage, targets: Targets) -> list[dict]:
    stand = date_format(page.reviewed_on, _("j. F Y"))
    parts = box(_("Kurz gesagt"), targets.prose(page.short_answer), "brand", level=2)
    if page.is_overdue:
        text = _(
            "Sie hat den Stand vom %(date)s. Seitdem kann sich etwas geändert haben. "
            "Fragen Sie im Zweifel bitte bei uns nach."
        ) % {"date": stand}
        parts += box(_("Wir prüfen diese Antwort gerade"), text, "warning")
    audiences = ", ".join(str(label) for name, label in Audience.choices if name in page.audiences)
    facts = [
        {"term": term, "nodes": found}
        for term, html in (
            (_("Gilt für"), targets.prose(page.applies_to)),
            (_("Gilt nicht für"), targets.prose(page.does_not_apply_to)),
            (_("Wichtig für"), audiences),
        )
        if (found := nodes(html))
    ]
    return parts + ([{"kind": "facts", "items": facts}] if facts else [])


def calculation(value: dict) -> list[dict]:
    rows = [[row["label"], row["amount"]] for row in value["rows"]]
    rows = [*rows, [value["result"], value["total"]]]
    made = table(value["title"], [_("Posten"), _("Betrag")], rows, amounts=True, total=True)
    return [*heading(value["title"], 3), *plain(value["intro"]), *made, *plain(value["note"])]


def any_table(value: dict) -> list[dict]:
    return table(value["caption"], value["header"], value["rows"], row_headers=value["row_headers"])


def figure_history(value: dict) -> list[dict]:
    known = figures().get(value["key"])
    if known is None:
        return []
    rows = [[row.moment, row.text] for row in known.rows()]
    return table(
        ", ".join(filter(None, (known.name, known.per))), [_("Wann es gilt"), _("Wert")], rows, row_headers=True
    )


def documents(value: dict) -> list[dict]:
    files = [document for document in value["documents"] if document]
    return links(value["heading"], [(file["title"], file["url"], file["extension"].upper()) for file in files])


PARTS = {
    "text": prose,
    "steps": lambda value: listing(value["title"], value["items"], "numbered"),
    "checklist": lambda value: listing(value["title"], value["items"], "boxes"),
    "calculation": calculation,
    "warning": lambda value: box(_("Achtung"), value["text"], "warning"),
    "table": any_table,
    "figure_history": figure_history,
    "sample": lambda value: box(_("Mustertext: %(title)s") % {"title": value["title"]}, value["text"], "plain"),
    "documents": documents,
}


def legal_bases(page: QuestionPage) -> list[dict]:
    bases = [
        (basis.label, basis.url, _("geprüft am %(date)s") % {"date": date_format(basis.checked_on, _("j. F Y"))})
        if basis.checked_on
        else (basis.label, basis.url, "")
        for basis in page.legal_bases.all()
    ]
    return links(_("Rechtsgrundlage"), bases)


def sources(page: QuestionPage) -> list[dict]:
    return links(_("Quellen"), [(source.label, source.url, "") for source in page.sources.all()])


def closing(page: Page) -> dict:
    """Return how old the answer is, what it does not replace, and where it stands on the web."""
    stand = {"date": date_format(page.reviewed_on, _("j. F Y"))}
    today = {"date": date_format(timezone.localdate(), _("j. F Y"))}
    return {
        "lines": [
            _("Stand: %(date)s") % stand,
            _("Beträge und Zahlen, wie sie am %(date)s gelten.") % today,
            *([disclaimer_of(page)] if disclaimer_of(page) else []),
        ],
        "where": _("Im Netz:"),
        "url": absolute(page.get_url() or ""),
    }
