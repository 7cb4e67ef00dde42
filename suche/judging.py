"""Taking judged queries from a file into the CMS."""

from csv import DictReader
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import transaction
from wagtail.coreutils import get_content_languages
from wagtail.models import Page

from suche.analysis.texts import QUERY_LENGTH, clean
from suche.models import Grade, JudgedQuery, Judgement, QueryKind

COLUMNS = {"query", "target", "grade", "kind"}


class UnusableFile(Exception):
    """What is wrong with a file; the message is for whoever wrote it."""


@dataclass(frozen=True)
class TakenIn:
    """How many queries are in the CMS now, and the targets of which there is no page."""

    number: int
    unknown: list[str]


@dataclass(frozen=True)
class Line:
    """One line of the file that can be used."""

    query: str
    target: str
    grade: int
    kind: str
    language: str


def lines_of(file: Path) -> list[Line]:
    """Read a table with the columns query, target, grade, kind and perhaps language; raises UnusableFile."""
    try:
        with file.open(encoding="utf-8", newline="") as opened:
            reader = DictReader(opened, delimiter="\t")
            if not set(reader.fieldnames or ()) >= COLUMNS:
                raise UnusableFile("Der Datei fehlen Spalten. Gebraucht werden: query, target, grade, kind.")
            return [line_of(number, row) for number, row in enumerate(reader, 2)]
    except (OSError, UnicodeDecodeError) as error:
        raise UnusableFile("Die Datei lässt sich nicht als Text in UTF-8 lesen.") from error


def line_of(number: int, row: dict) -> Line:
    query = clean(row["query"] or "", QUERY_LENGTH)
    grade = row["grade"] or ""
    language = row.get("language") or settings.LANGUAGE_CODE
    if not query:
        raise UnusableFile(f"Zeile {number}: Es steht keine Suchanfrage da.")
    if grade not in {str(value) for value in Grade.values}:
        raise UnusableFile(f"Zeile {number}: Die Bewertung ist 1, 2 oder 3.")
    if row["kind"] not in QueryKind.values:
        raise UnusableFile(f"Zeile {number}: Die Art ist eine von {', '.join(QueryKind.values)}.")
    if language not in get_content_languages():
        raise UnusableFile(f"Zeile {number}: Diese Sprache hat die Website nicht.")
    return Line(query, row["target"] or "", int(grade), row["kind"], language)


@transaction.atomic(durable=True)
def take_in_judged(file: Path) -> TakenIn:
    """Put the queries of a file into the CMS, each once; what it says of a query replaces what was there.

    Raises UnusableFile; then nothing has changed.
    """
    lines = lines_of(file)
    pages = pages_by_slug({line.target for line in lines})
    grouped: dict[tuple[str, str], list[Line]] = {}
    for line in lines:
        if line.target in pages:
            grouped.setdefault((line.query, line.language), []).append(line)
    for (query, language), expected in grouped.items():
        judged, _is_new = JudgedQuery.objects.update_or_create(
            query=query, language=language, defaults={"kind": expected[0].kind}
        )
        Judgement.objects.filter(judged=judged).delete()
        grades = {line.target: line.grade for line in expected}
        Judgement.objects.bulk_create(
            Judgement(judged=judged, page_id=pages[slug], grade=grade) for slug, grade in grades.items()
        )
    return TakenIn(len(grouped), sorted({line.target for line in lines} - set(pages)))


def pages_by_slug(slugs: set[str]) -> dict[str, int]:
    """Return the page of each slug, that in the site's own language first."""
    found = Page.objects.filter(slug__in=slugs, depth__gt=1).values_list("slug", "pk", "locale__language_code")
    own = settings.LANGUAGE_CODE
    return {slug: key for slug, key, _code in sorted(found, key=lambda row: (row[2] == own, -row[1]))}
