"""Taking judged queries from a file into the CMS, checked before anything is written."""

from csv import DictReader
from csv import Error as UnreadableTable
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.coreutils import get_content_languages
from wagtail.log_actions import log
from wagtail.models import Page

from pages.table_faults import TableFault
from suche.analysis.texts import QUERY_LENGTH, clean
from suche.models import Grade, JudgedQuery, Judgement, QueryKind

COLUMNS = ("query", "target", "grade", "kind")


class UnusableFile(Exception):
    """What is wrong with a file; the message is for whoever wrote it."""


@dataclass(frozen=True)
class JudgedLine:
    """One line of the file that can be used."""

    row: int
    query: str
    target: str
    grade: int
    kind: str
    language: str


@dataclass(frozen=True)
class JudgedTable:
    """A file as it was understood: its lines, what is wrong with others, and the page of each target that is one.

    `targets` are those of all rows by their numbers, whatever else is wrong with a row.
    """

    lines: list[JudgedLine]
    faults: list[TableFault]
    targets: dict[int, str]
    pages: dict[str, int]

    @property
    def unknown(self) -> list[JudgedLine]:
        """The lines whose target is no page."""
        return [line for line in self.lines if line.target not in self.pages]

    @property
    def queries(self) -> dict[tuple[str, str], list[JudgedLine]]:
        """The lines that lead to a page, by their query and its language."""
        grouped: dict[tuple[str, str], list[JudgedLine]] = {}
        for line in self.lines:
            if line.target in self.pages:
                grouped.setdefault((line.query, line.language), []).append(line)
        return grouped

    @property
    def every_fault(self) -> list[TableFault]:
        """All faults in the order of the rows, unknown targets among them."""
        message = _("Keine Seite hat diesen Kurznamen.")
        rows = (row for row, target in self.targets.items() if target not in self.pages)
        missing = [TableFault(row, "target", message) for row in rows]
        return sorted([*self.faults, *missing], key=lambda fault: fault.row)


@dataclass
class Reading:
    """What was read so far."""

    lines: list[JudgedLine] = field(default_factory=list)
    faults: list[TableFault] = field(default_factory=list)
    targets: dict[int, str] = field(default_factory=dict)

    def take(self, row: int, cells: dict) -> None:
        """Keep a line, or everything that is wrong with it."""
        query = clean(cells.get("query") or "", QUERY_LENGTH)
        target, grade, kind = (clean(cells.get(name) or "", 255) for name in ("target", "grade", "kind"))
        language = clean(cells.get("language") or "", 20) or settings.LANGUAGE_CODE
        self.targets[row] = target
        found = []
        if not query:
            found.append(("query", _("Es steht keine Suchanfrage da.")))
        if grade not in {str(value) for value in Grade.values}:
            found.append(("grade", _("Die Bewertung ist 1, 2 oder 3.")))
        if kind not in QueryKind.values:
            found.append(("kind", _("Die Art ist eine von %(kinds)s.") % {"kinds": ", ".join(QueryKind.values)}))
        if language not in get_content_languages():
            found.append(("language", _("Diese Sprache hat die Website nicht.")))
        self.faults += [TableFault(row, column, message) for column, message in found]
        if not found:
            self.lines.append(JudgedLine(row, query, target, int(grade), kind, language))


def table_of(text: str) -> JudgedTable:
    """Read a table with the columns query, target, grade, kind and perhaps language; raises UnusableFile."""
    reader = DictReader(StringIO(text.removeprefix("\ufeff"), newline=""), delimiter="\t")
    reading = Reading()
    try:
        missing = [name for name in COLUMNS if name not in (reader.fieldnames or ())]
        if missing:
            told = {"missing": ", ".join(missing)}
            raise UnusableFile(_("Der Datei fehlen Spalten: %(missing)s. Die erste Zeile nennt sie.") % told)
        for cells in reader:
            reading.take(reader.line_num, cells)
    except UnreadableTable as error:
        raise UnusableFile(_("Die Datei ist keine Tabelle mit Tabulatoren zwischen den Spalten.")) from error
    pages = pages_by_slug(set(reading.targets.values()))
    return JudgedTable(reading.lines, reading.faults, reading.targets, pages)


def text_of(content: bytes) -> str:
    """Return a file as text; raises UnusableFile."""
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise UnusableFile(_("Die Datei lässt sich nicht als Text in UTF-8 lesen.")) from error


def take_in_file(file: Path) -> JudgedTable:
    """Put the queries of a file into the CMS; targets that are no page are left out. Raises UnusableFile."""
    try:
        content = file.read_bytes()
    except OSError as error:
        raise UnusableFile(_("Die Datei lässt sich nicht als Text in UTF-8 lesen.")) from error
    table = table_of(text_of(content))
    if table.faults:
        raise UnusableFile(str(table.faults[0]))
    take_in(table)
    return table


@transaction.atomic(durable=True)
def take_in(table: JudgedTable, by: AbstractBaseUser | None = None) -> None:
    """Put the queries of a table into the CMS, each once; what it says of a query replaces what was there.

    Each has its line in the log of the CMS, as if somebody had written it there.
    """
    for (query, language), expected in table.queries.items():
        judged, is_new = JudgedQuery.objects.update_or_create(
            query=query, language=language, defaults={"kind": expected[0].kind}
        )
        Judgement.objects.filter(judged=judged).delete()
        grades = {line.target: line.grade for line in expected}
        Judgement.objects.bulk_create(
            Judgement(judged=judged, page_id=table.pages[slug], grade=grade) for slug, grade in grades.items()
        )
        log(judged, "wagtail.create" if is_new else "wagtail.edit", user=by, content_changed=True)


def pages_by_slug(slugs: set[str]) -> dict[str, int]:
    """Return the page of each slug, that in the site's own language first."""
    found = Page.objects.filter(slug__in=slugs, depth__gt=1).values_list("slug", "pk", "locale__language_code")
    own = settings.LANGUAGE_CODE
    return {slug: key for slug, key, _code in sorted(found, key=lambda row: (row[2] == own, -row[1]))}
