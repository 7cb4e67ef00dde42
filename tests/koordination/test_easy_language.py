"""The demo in Leichte Sprache keeps the rules of BITV 2.0, Anlage 2, and every rule notices what it forbids."""

import re

import polib
import pytest
from django.conf import settings

from koordination.demo.content import read
from tests.easy_messages import LOCALE, catalogue_path
from tests.koordination.easy_language import KNOWN_NAMES, RULES_OF_A_LINE, Finding, Lines, findings

TEXTS = read("de-simple")
ENTRIES = [*TEXTS["page"], *TEXTS["legal"]]
GERMAN = {
    "kurse",
    "aktuelles",
    *(entry["slug"] for kind in ("page", "legal") for entry in read("pages")[kind]),
    *(entry["slug"] for entry in read("courses")["course"]),
    *(entry["slug"] for entry in read("news")["news"]),
}
BINDING = "Rechtlich gilt der deutsche Text in Alltags-Sprache."
# The German page in Leichte Sprache is written by the same rules.
GERMAN_EASY_PAGE = next(entry for entry in read("pages")["legal"] if entry["kind"] == "easy_language")


def source_of(entry):
    return entry["source"]


def written(entry):
    """Return all that is read on a page as HTML."""
    heads = "".join(f"<p>{entry[name]}</p>" for name in ("title", "summary") if name in entry)
    return heads + entry.get("body", "")


# ------------------------------------------------------------------ the shipped texts


@pytest.mark.goal("B15")
@pytest.mark.parametrize("entry", ENTRIES, ids=source_of)
def test_a_page_in_leichte_sprache_keeps_the_rules(entry, measured):
    assert list(findings(written(entry))) == []
    measured(f"{len(ENTRIES)} Seiten und die Texte von {len(CATALOGUES)} Katalogen, 0 Befunde")


@pytest.mark.goal("B15")
def test_the_home_page_in_leichte_sprache_keeps_the_rules():
    home = TEXTS["home"]
    audiences = [text for audience in home["audience"] for text in audience.values()]

    lines = [home["title"], home["hero_title"], home["hero_text"], *audiences]

    assert list(findings("".join(f"<p>{line}</p>" for line in lines))) == []


def test_the_german_page_about_leichte_sprache_keeps_the_rules():
    assert list(findings(GERMAN_EASY_PAGE["body"])) == []


CATALOGUES = [path for room in settings.ROOMS if (path := catalogue_path(room, LOCALE)).exists()]
# A pattern of Django's, made of its letters and signs.
DATE_FORMAT = re.compile(r"[DljFYHiUhr\\\\,.: ]+")


def as_lines(text: str) -> str:
    """Return a message as HTML: what is filled in as one word, and a line for each line."""
    return "<p>" + re.sub(r"%\((\w+)\)s", r"{\1}", text).replace("\n", "<br/>") + "</p>"


@pytest.mark.goal("B15")
@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-5])
def test_a_message_in_leichte_sprache_keeps_the_rules(path):
    entries = polib.pofile(str(path))
    texts = [text for entry in entries for text in (entry.msgstr_plural.values() or [entry.msgstr])]

    found = [finding for text in texts if not DATE_FORMAT.fullmatch(text) for finding in findings(as_lines(text))]

    assert len(texts) > 10
    assert found == []


@pytest.mark.goal("B15")
def test_a_message_of_the_catalogue_is_judged_line_by_line():
    """Negative control: the same words on one line, and a German message as it is."""
    easy = "Öffnen Sie den Link bis %(until)s Uhr.\nDrücken Sie dann auf: Ja."
    german = "Fehler beim Übersetzungsprogramm"

    assert [list(findings(as_lines(easy))), len(list(findings(as_lines(easy.replace("\n", " ")))))] == [[], 1]
    assert [finding.rule for finding in findings(as_lines(german))] == ["long word without hyphen"]


def test_every_exception_is_used():
    text = " ".join(written(entry) for entry in ENTRIES)

    assert [name for name in KNOWN_NAMES if not re.search(rf"\b{name}\b", text)] == []


# ------------------------------------------------------------------ what there is in Leichte Sprache


def test_the_duty_part_and_eight_more_pages_exist_in_leichte_sprache():
    legal = {entry["kind"]: entry["source"] for entry in TEXTS["legal"]}
    content = {entry["slug"] for entry in read("pages")["page"]} | {"kurse", "aktuelles"}

    sources = [entry["source"] for entry in TEXTS["page"]]

    assert legal == {entry["kind"]: entry["slug"] for entry in read("pages")["legal"]}
    assert content - set(sources) == set()
    assert len(set(sources)) == len(sources) == 9


def test_every_page_names_a_german_page_and_has_an_address_of_its_own():
    slugs = [entry["slug"] for entry in ENTRIES]

    assert {entry["source"] for entry in ENTRIES} - GERMAN == set()
    assert len(set(slugs)) == len(slugs)
    assert [slug for slug in slugs if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug)] == []


def test_the_home_page_leads_to_the_same_places_as_the_german_one():
    german = read("pages")["home"]["audience"]

    assert len(TEXTS["home"]["audience"]) == len(german) == 3
    assert [sorted(audience) for audience in TEXTS["home"]["audience"]] == [["link_label", "text", "title"]] * 3


@pytest.mark.parametrize("entry", TEXTS["legal"], ids=source_of)
def test_a_legal_page_in_leichte_sprache_says_which_text_is_binding(entry):
    lines = [line.text for line in Lines(entry["body"]).lines]

    assert lines.count(BINDING) == 1
    assert re.findall(r'href="/de/([\w-]+)/"', entry["body"])[-1] in GERMAN


def numbers(text):
    """Return the telephone numbers and mail addresses of a text."""
    return set(re.findall(r'href="((?:tel|mailto):[^"]+)"', text))


@pytest.mark.parametrize("entry", ENTRIES, ids=source_of)
def test_a_page_in_leichte_sprache_names_no_other_way_to_reach_us_than_the_german_site(entry):
    rows = [row for name, kind in (("pages", "page"), ("pages", "legal"), ("news", "news")) for row in read(name)[kind]]

    assert numbers(entry.get("body", "")) - set().union(*(numbers(row["body"]) for row in rows)) == set()


# ------------------------------------------------------------------ each rule notices what it forbids

WRONG = {
    "sentence longer than 12 words": [
        "Sie können an jedem Tag in der Woche bei uns im Büro anrufen.",
    ],
    "several sentences on a line": [
        "Rufen Sie uns an. Wir helfen Ihnen.",
        "Ist der Kurs voll? Rufen Sie an.",
        "Seit 2026. Mehr dazu.",
    ],
    "long word without hyphen": ["Das ist die Koordinierungsstelle."],
    "abbreviation": ["Sie lesen z. B. Kindern vor.", "Sie lesen z.B. vor.", "Tel. 06000 123-0", "Das ist die DSGVO."],
    "genitive": [
        "Das ist das Haus des Kreises.",
        "Das ist die Leitung der Stelle.",
        "Das ist das Ende einer langen Reise.",
        "Wir helfen während der Woche.",
        "Der Plan unseres Vereins ist neu.",
    ],
    "passive": ["Ihr Platz wird gelöscht.", "Die Plätze werden bald frei.", "Der Platz ist gelöscht worden."],
    "subjunctive": ["Sie könnten anrufen.", "Wir würden helfen.", "Das wäre schön.", "Er sagt, er sei da."],
    "nicht is not bold": ["Das geht nicht.", "Das geht <b>nicht</b>, und das auch nicht."],
    "special characters": [
        "Das steht in § 5.",
        "Der Kurs (am Abend) ist neu.",
        "Frauen/Männer sind da.",
        "Das ist „neu“.",
    ],
    "address as running text": ["Am Kreishaus 1, 99901 Musterstadt"],
    "more than three things and no list": ["Bringen Sie Stift, Papier, Brille und Essen mit, bitte."],
}
RIGHT = [
    "Dort lesen Sie: Wer braucht Hilfe?",
    "Ist der Kurs voll?",
    "In der Liste steht Ihr Name.",
    "Das ist die Koordinierungs-Stelle Ehren-Amt.",
    "Sie möchten absagen?",
    "Das geht <b>nicht</b>.",
    "99901 Musterstadt",
    "Telefon: 06000 123-0",
    'E-Mail: <a href="mailto:x">koordinierungsstelle@musterkreis.example</a>',
    "Dieser Text ist vom {today}.",
    "Diese Erklärung ist vom 25. November 2026.",
    "Bringen Sie Stift, Papier und Brille mit.",
    "Die Regeln heißen: WCAG 2.1.",
]


@pytest.mark.goal("B15")
@pytest.mark.parametrize(("rule", "line"), [(rule, line) for rule, lines in WRONG.items() for line in lines])
def test_a_rule_notices_what_it_forbids(rule, line):
    """Negative control: each rule with a line that breaks it."""
    assert rule in [finding.rule for finding in findings(f"<p>{line}</p>")]


def test_every_rule_has_an_example_that_breaks_it():
    assert WRONG.keys() == RULES_OF_A_LINE.keys()


@pytest.mark.parametrize("line", RIGHT)
def test_good_lines_have_no_findings(line):
    assert list(findings(f"<p>{line}</p>")) == []


def test_a_page_that_keeps_saying_no_is_noticed():
    lines = ["Sie haben kein Konto.", "Wir sind da.", "Es ist ohne Kosten."]

    found = list(findings("".join(f"<p>{line}</p>" for line in lines)))

    assert found == [Finding("many negations", "Sie haben kein Konto. | Es ist ohne Kosten.")]


def test_a_line_break_begins_a_new_line():
    apart, together = "<p>Wir sind da.<br/>Rufen Sie an.</p>", "<p>Wir sind da. Rufen Sie an.</p>"

    assert [list(findings(apart)), len(list(findings(together)))] == [[], 1]
