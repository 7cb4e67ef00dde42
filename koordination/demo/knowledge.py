"""Loading the knowledge base: the register of figures, topics, and one page for each question."""

import json
import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils.dateparse import parse_date
from wagtail.models import Page

from koordination.demo.content import read
from koordination.demo.glossary import load_glossary
from koordination.demo.site import place, publish_added
from suche.models import Synonym
from wissen.models import Figure, FigureValue, KnowledgePage, LegalBasis, QuestionPage, QuestionSource, TopicPage

TOPIC_LINK = re.compile(r'<a href="topic:([a-z-]+)">(.*?)</a>', re.DOTALL)
# The demonstration was written then; its next review lies a year ahead.
STAND = date(2026, 11, 26)
NEXT_REVIEW = date(2027, 11, 26)


def load_knowledge(home: Page) -> None:
    """Make figures, topics, questions and the glossary; a page that exists stays as it is."""
    load_figures()
    texts = read("wissen")
    root = place(
        home,
        KnowledgePage(title=texts["title"], slug="wissen", introduction=texts["introduction"], show_in_menus=True),
    )
    for entry in texts["topic"]:
        topic = place(root, TopicPage(title=entry["title"], slug=entry["slug"], introduction=entry["introduction"]))
        standing = set(topic.get_children().values_list("slug", flat=True))
        for slug in entry["questions"]:
            if slug not in standing:
                add_draft(topic, question_page(article(slug), texts["reviewer"]))
    publish_linked(texts)
    load_glossary(root)
    load_synonyms(texts["synonym"])


@transaction.atomic
def load_synonyms(german: list[dict]) -> None:
    """Make the synonyms of German and the words of other languages; those that exist stay as they are."""
    known = set(Synonym.objects.values_list("language", "typed"))
    wanted = [Synonym(typed=entry["typed"], meant=entry["meant"], language="de", both_ways=True) for entry in german]
    for language, entries in read("synonyms").items():
        wanted += [Synonym(typed=typed, meant=meant, language=language) for meant, typed in entries.items()]
    for synonym in wanted:
        if (synonym.language, synonym.typed) not in known:
            synonym.save()


def article(slug: str) -> dict:
    return read(f"wissen/{slug}")


def question_page(entry: dict, reviewer: str) -> QuestionPage:
    page = QuestionPage(
        title=entry["title"],
        slug=entry["slug"],
        short_answer=f"<p>{entry['short_answer']}</p>",
        applies_to=paragraph(entry["applies_to"]),
        does_not_apply_to=paragraph(entry["does_not_apply_to"]),
        audience=" ".join(entry["audience"]),
        search_terms="\n".join(entry["search_terms"]),
        asked_as="\n".join(entry["asked_as"]),
        body=[block(part) for part in entry["body"]],
        next_step=entry["next_step"],
        reviewed_on=STAND,
        next_review=NEXT_REVIEW,
        reviewer=reviewer,
        to_check="\n".join(entry["recalled"]),
    )
    # Nobody has compared them with the official texts yet, so no day of a check is claimed.
    bases, sources = enumerate(entry.get("legal_basis", ())), enumerate(entry.get("sources", ()))
    page.legal_bases = [LegalBasis(sort_order=order, **basis) for order, basis in bases]
    page.sources = [QuestionSource(sort_order=order, seen_on=None, **source) for order, source in sources]
    return page


def rich(html: str) -> str:
    """Return HTML as Wagtail's editor reads it: what has no end is closed at once."""
    return html.strip().replace("<br>", "<br/>")


def paragraph(text: str) -> str:
    return f"<p>{text}</p>" if text else ""


def add_draft(topic: Page, page: QuestionPage) -> None:
    page.locale, page.live = topic.locale, False
    topic.add_child(instance=page)


def publish_linked(texts: dict) -> None:
    """Publish the answers that never were, with what leads from one to another: now all of them exist."""
    pages = {page.slug: page for page in QuestionPage.objects.filter(locale__language_code="de")}
    known = slugs(texts)
    for page in pages.values():
        if page.latest_revision_id is None and page.slug in known:
            link(page, article(page.slug)["related"], pages)
            publish_added(page)


def link(page: QuestionPage, related: Iterable[str], pages: dict[str, QuestionPage]) -> None:
    """Lead from an answer to others, those that exist."""
    page.related = [pages[slug] for slug in related if slug in pages]
    page.body = with_links(json.dumps(page.body.stream_block.get_prep_value(page.body)), pages)


def slugs(texts: dict) -> set[str]:
    return {slug for topic in texts["topic"] for slug in topic["questions"]}


def with_links(body: str, pages: dict[str, QuestionPage]) -> str:
    """Return a stored body in which links to topics lead to their pages; what does not exist keeps its text."""

    def link(match: re.Match) -> str:
        page = pages.get(match[1])
        return f'<a linktype=\\"page\\" id=\\"{page.pk}\\">{match[2]}</a>' if page else match[2]

    return re.sub(r'<a href=\\"topic:([a-z-]+)\\">(.*?)</a>', link, body)


# -------------------------------------------------------------------- blocks


def block(part: dict) -> tuple[str, object]:
    """Return one block of an article as the stream field takes it."""
    match part["kind"]:
        case "text":
            return "text", rich(part["html"])
        case "heading":
            return "text", f"<h2>{part['text']}</h2>"
        case "steps" | "checklist":
            return part["kind"], {"title": part["title"], "items": [paragraph(item) for item in part["items"]]}
        case "calculation":
            return "calculation", {**without_kind(part), "lines": [line(entry) for entry in part["lines"]]}
        case "warning":
            return "warning", {"text": rich(part["html"])}
        case "table":
            return "table", table(part)
        case "figure_history":
            return "figure_history", {"figure": part["figure"]}
        case "sample":
            return "sample", {"title": part["title"], "text": rich(part["html"])}
    raise ValueError(part["kind"])


def without_kind(part: dict) -> dict:
    return {name: value for name, value in part.items() if name != "kind"}


def line(entry: dict) -> dict:
    amount = entry.get("amount")
    return {
        "label": entry["label"],
        "figure": entry.get("figure", ""),
        "times": entry.get("times"),
        "divide": entry.get("divide"),
        "amount": None if amount is None else Decimal(str(amount)),
    }


def table(part: dict) -> dict:
    return {
        "table_caption": part["caption"],
        "data": [part["header"], *part["rows"]],
        "first_row_is_table_header": True,
        "first_col_is_header": False,
        "table_header_choice": "row",
        "cell": [],
        "mergeCells": [],
    }


# ------------------------------------------------------------------- figures


def load_figures() -> None:
    for entry in read("figures")["figure"]:
        fields = {name: entry[name] for name in ("name", "per", "law", "paragraph", "detail", "unit", "note")}
        figure, created = Figure.objects.get_or_create(key=entry["key"], defaults=fields)
        if created:
            FigureValue.objects.bulk_create(figure_value(figure, value) for value in entry["value"])


def figure_value(figure: Figure, entry: dict) -> FigureValue:
    return FigureValue(
        figure=figure,
        value=Decimal(entry["value"]),
        valid_from=day(entry["valid_from"]),
        valid_until=day(entry["valid_until"]),
        source=entry["source"],
        checked_on=entry["checked_on"],
        is_confirmed=entry["mark"] == "v",
    )


def day(value: date | str) -> date | None:
    return value if isinstance(value, date) else parse_date(value) if value else None
