"""The catalogues: English says everything the code says, Leichte Sprache what visitors read, Arabic the frame.

What is compiled is what is written.
"""

import ast
import fnmatch
import os
import re
import shutil
import subprocess
import sys
from collections import Counter, defaultdict
from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.utils.translation import gettext, override

from tests.easy_messages import (
    LOCALE,
    NOT_TO_VISITORS,
    OFFICE,
    TO_VISITORS,
    VISITORS,
    brought_up_to_date,
    catalogue_path,
    is_read_by_visitors,
)

pytestmark = [pytest.mark.database_free, pytest.mark.xdist_group("catalogues")]
ROOT = Path(__file__).resolve().parent.parent.parent
ROOMS = ["koordination", *settings.ROOMS]
CATALOGUES = sorted(path for room in ROOMS for path in (ROOT / room / "locale").rglob("*.po"))
# What make messages passes on, the folders left out that the copy does not have.
EXTRACT = ["makemessages", "--locale", "en", "--no-obsolete", "--add-location", "file"]
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sdr]|\{\w*\}|</?[a-z][^>]*>")

Key = tuple[str | None, str, str]


def key_of(entry: polib.POEntry) -> Key:
    return (entry.msgctxt, entry.msgid, entry.msgid_plural)


def texts_of(entry: polib.POEntry) -> list[str]:
    """Return what stands for a message: one text, or one for each plural form."""
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def missing(catalogue: polib.POFile, said: set[Key]) -> set[Key]:
    """Return what the code says and the catalogue does not; an empty text is none."""
    return said - {key_of(entry) for entry in catalogue if not entry.obsolete and all(texts_of(entry))}


def superfluous(catalogue: polib.POFile, said: set[Key]) -> set[Key]:
    """Return what the catalogue keeps although the code no longer says it."""
    return {key_of(entry) for entry in catalogue if entry.obsolete or key_of(entry) not in said}


def fuzzy(catalogue: polib.POFile) -> set[Key]:
    """Return what msgmerge guessed and nobody has read."""
    return {key_of(entry) for entry in catalogue if entry.fuzzy}


def placeholders(text: str) -> Counter:
    return Counter(PLACEHOLDER.findall(text))


def broken(catalogue: polib.POFile) -> set[Key]:
    """Return whose text lost, gained or misspelt a placeholder or tag.

    A plural form for few things may say the number in words, as the source does; the last form is for any number.
    """
    found = set()
    for entry in catalogue:
        texts = [placeholders(text) for text in texts_of(entry)]
        most = placeholders(entry.msgid_plural or entry.msgid)
        if texts[-1] != most or any(text not in (most, placeholders(entry.msgid)) for text in texts):
            found.add(key_of(entry))
    return found


def content(catalogue: polib.POFile | polib.MOFile) -> dict:
    """Return what a program reads from a catalogue: every message, and how plurals are counted."""
    messages = {key_of(entry): texts_of(entry) for entry in catalogue if not entry.obsolete}
    return {"messages": messages, "plurals": catalogue.metadata["Plural-Forms"]}


def compiled(catalogue: polib.POFile, folder: Path) -> dict:
    """Return what a freshly compiled catalogue holds."""
    path = folder / "fresh.mo"
    path.write_bytes(catalogue.to_binary())
    return content(polib.mofile(str(path)))


def readings(catalogues: list[polib.POFile]) -> dict[Key, set[tuple]]:
    """Return every message with the texts that stand for it anywhere; Django puts all rooms into one catalogue."""
    found = defaultdict(set)
    for catalogue in catalogues:
        for entry in catalogue:
            found[key_of(entry)].add(tuple(texts_of(entry)))
    return found


@pytest.fixture(scope="module")
def extracted(tmp_path_factory) -> dict[str, polib.POFile]:
    """What make messages finds in each room, collected in a copy without catalogues."""
    if not all(map(shutil.which, ["xgettext", "msgmerge", "msguniq"])):
        reason = "GNU gettext is not installed, so nothing can be collected: apt-get install gettext"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    copy = tmp_path_factory.mktemp("catalogues") / "copy"
    for folder in [*ROOMS, "templates"]:
        shutil.copytree(ROOT / folder, copy / folder, ignore=shutil.ignore_patterns("locale", "static", "__pycache__"))
    for room in ROOMS:
        (copy / room / "locale").mkdir()
    shutil.copy(ROOT / "manage.py", copy)
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "koordination.settings.dev",
        "VAR_DIR": str(copy / "var"),
        "PYTHONPATH": str(copy),
    }
    subprocess.run(
        [sys.executable, "manage.py", *EXTRACT], cwd=copy, env=environment, check=True, capture_output=True, text=True
    )
    paths = {room: copy / catalogue_path(room, "en").relative_to(ROOT) for room in ROOMS}
    return {room: polib.pofile(str(path)) for room, path in paths.items() if path.exists()}


@pytest.fixture
def catalogue() -> polib.POFile:
    """A catalogue to tamper with: one message, one with a placeholder and a plural, one with markup."""
    made = polib.POFile()
    made.metadata = {"Content-Type": "text/plain; charset=UTF-8", "Plural-Forms": "nplurals=2; plural=(n != 1);"}
    made.append(polib.POEntry(msgid="Kurs", msgstr="Workshop"))
    made.append(polib.POEntry(msgid="Code: <code>%(code)s</code>", msgstr="Reference: <code>%(code)s</code>"))
    places = {0: "%(n)s place", 1: "%(n)s places"}
    made.append(polib.POEntry(msgid="%(n)s Platz", msgid_plural="%(n)s Plätze", msgstr_plural=places))
    return made


def test_every_room_that_says_something_is_collected(extracted):
    assert sorted(extracted) == sorted(ROOMS)
    assert sum(map(len, extracted.values())) > 900


@pytest.mark.parametrize("room", ROOMS)
def test_english_holds_every_message_of_a_room_and_no_other(extracted, room):
    """Red after a new message: call `make messages`, fill in what is empty or fuzzy, call it again."""
    said = {key_of(entry) for entry in extracted[room]}

    english = polib.pofile(str(catalogue_path(room, "en")))

    assert sorted(msgid for _context, msgid, _plural in missing(english, said)) == []
    assert sorted(msgid for _context, msgid, _plural in superfluous(english, said)) == []


@pytest.mark.parametrize("room", settings.ROOMS)
def test_leichte_sprache_holds_every_message_that_visitors_read_and_no_other(extracted, room):
    """Red after a new message: call `make messages`, write what is empty in Leichte Sprache, call it again.

    What is easy already is written once more, word for word.
    """
    said = {key_of(entry) for entry in filter(is_read_by_visitors, extracted[room])}

    path = catalogue_path(room, LOCALE)
    easy = polib.pofile(str(path)) if path.exists() else polib.POFile()

    assert sorted(msgid for _context, msgid, _plural in missing(easy, said)) == []
    assert sorted(msgid for _context, msgid, _plural in superfluous(easy, said)) == []


def test_most_of_what_stands_in_the_rooms_templates_is_read_by_visitors(extracted):
    counts = {room: sum(map(is_read_by_visitors, entries)) for room, entries in extracted.items()}

    assert {room for room, count in counts.items() if count} == {"kurse", "orte", "pages", "suche", "vorgang", "wissen"}
    assert sum(counts.values()) > 300


def test_every_rule_about_who_reads_a_message_matches_some(extracted):
    entries = [entry for room in extracted.values() for entry in room]
    places = {path for entry in entries for path, _line in entry.occurrences}

    unused = [pattern for pattern in (*VISITORS, *OFFICE) if not fnmatch.filter(places, pattern)]
    unsaid = [start for start in NOT_TO_VISITORS if not any(entry.msgid.startswith(start) for entry in entries)]
    unknown = set(TO_VISITORS) - {entry.msgid for entry in entries}

    assert [unused, unsaid, unknown] == [[], [], set()]


def test_django_reads_leichte_sprache_and_falls_back_on_german():
    with override("de-simple"):
        read = [gettext("Anmeldung bestätigen"), gettext("Posteingang"), gettext("Monday")]

    assert read == ["Ja, ich komme", "Posteingang", "Montag"]


def test_arabic_holds_every_message_of_the_frame_and_nothing_that_is_no_longer_said(extracted):
    frame = {
        key_of(entry)
        for entry in extracted["pages"]
        if any(path.startswith("templates/") for path, _line in entry.occurrences)
    }

    arabic = polib.pofile(str(catalogue_path("pages", "ar")))

    assert missing(arabic, frame) == set()
    assert superfluous(arabic, {key_of(entry) for entry in extracted["pages"]}) == set()
    assert len(frame) > 50


def test_arabic_names_the_languages(extracted):
    languages = {
        key_of(entry)
        for entry in extracted["koordination"]
        if ("koordination/settings/base.py", "") in entry.occurrences
    }

    arabic = polib.pofile(str(catalogue_path("koordination", "ar")))

    assert {key_of(entry) for entry in arabic} == languages
    assert missing(arabic, languages) == set()


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: str(path.relative_to(ROOT).parent.parent))
def test_a_catalogue_is_read_by_somebody_keeps_placeholders_and_is_compiled(path, tmp_path):
    catalogue = polib.pofile(str(path))

    assert fuzzy(catalogue) == set()
    assert broken(catalogue) == set()
    assert content(polib.mofile(str(path.with_suffix(".mo")))) == compiled(catalogue, tmp_path)


@pytest.mark.parametrize("language", ["en", "ar", LOCALE])
def test_one_message_reads_the_same_in_every_room(language):
    catalogues = [polib.pofile(str(path)) for path in CATALOGUES if path.parts[-3] == language]

    assert {key: texts for key, texts in readings(catalogues).items() if len(texts) > 1} == {}


def entry_in(path: str, msgid: str = "Kurs") -> polib.POEntry:
    return polib.POEntry(msgid=msgid, msgstr="Workshop", occurrences=[(path, "")])


@pytest.mark.parametrize(
    ("path", "is_read"),
    [
        ("templates/404.html", True),
        ("kurse/templates/kurse/mail/confirm.txt", True),
        ("kurse/booking/forms.py", True),
        ("kurse/templates/kurse/admin/booking.html", False),
        ("vorgang/templates/vorgang/mail/office_case.txt", False),
        ("kurse/desk/views.py", False),
    ],
)
def test_visitors_read_what_does_not_stand_in_the_cms(path, is_read):
    assert is_read_by_visitors(entry_in(path)) is is_read
    assert not is_read_by_visitors(entry_in(path, NOT_TO_VISITORS[0]))
    assert is_read_by_visitors(entry_in("pages/models/page_types.py", TO_VISITORS[0]))


def test_leichte_sprache_keeps_known_texts_and_has_no_guesses():
    easy, collected = polib.POFile(), polib.POFile()
    easy.extend([polib.POEntry(msgid="Kurs", msgstr="Kurs"), polib.POEntry(msgid="Alt", msgstr="Alt")])
    collected.extend([entry_in("templates/404.html"), entry_in("templates/404.html", "Kurse")])

    made = brought_up_to_date(easy, collected)

    assert [(entry.msgid, entry.msgstr) for entry in made] == [("Kurs", "Kurs"), ("Kurse", "")]
    assert fuzzy(made) == set()


def test_a_message_without_text_counts_as_missing(catalogue):
    """Negative control, as the following: a catalogue tampered with is found."""
    said = {key_of(entry) for entry in catalogue}
    catalogue.find("Kurs").msgstr = ""
    catalogue.find("%(n)s Platz").msgstr_plural[1] = ""

    assert missing(catalogue, said) == {(None, "Kurs", ""), (None, "%(n)s Platz", "%(n)s Plätze")}
    assert missing(catalogue, {*said, (None, "Neu", "")}) - missing(catalogue, said) == {(None, "Neu", "")}


def test_a_message_that_nothing_says_any_more_is_found(catalogue):
    said = {key_of(entry) for entry in catalogue}
    catalogue.append(polib.POEntry(msgid="Alt", msgstr="Old"))
    catalogue.append(polib.POEntry(msgid="Älter", msgstr="Older", obsolete=True))

    assert superfluous(catalogue, said) == {(None, "Alt", ""), (None, "Älter", "")}


def test_a_guess_of_msgmerge_is_found(catalogue):
    catalogue.find("Kurs").flags.append("fuzzy")

    assert fuzzy(catalogue) == {(None, "Kurs", "")}


@pytest.mark.parametrize(
    "text",
    ["Reference: %(code)s", "Reference: <code>%(cod)s</code>", "<code>%(code)s %(code)s</code>", "<code>code</code>"],
)
def test_a_lost_misspelt_or_doubled_placeholder_is_found(catalogue, text):
    catalogue.find("Code: <code>%(code)s</code>").msgstr = text

    assert broken(catalogue) == {(None, "Code: <code>%(code)s</code>", "")}


def test_a_plural_without_its_number_is_found(catalogue):
    catalogue.find("%(n)s Platz").msgstr_plural[1] = "places"

    assert broken(catalogue) == {(None, "%(n)s Platz", "%(n)s Plätze")}


@pytest.mark.parametrize("tamper", ["text", "plurals"])
def test_a_stale_compiled_catalogue_is_found(catalogue, tmp_path, tamper):
    stale = compiled(catalogue, tmp_path)
    if tamper == "text":
        catalogue.find("Kurs").msgstr = "Course"
    else:
        catalogue.metadata["Plural-Forms"] = "nplurals=1; plural=0;"

    assert compiled(catalogue, tmp_path) != stale


def test_two_readings_of_one_message_are_found(catalogue):
    other = polib.POFile()
    other.append(polib.POEntry(msgid="Kurs", msgstr="Course"))

    assert readings([catalogue, other])[(None, "Kurs", "")] == {("Workshop",), ("Course",)}


GETTEXT = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"}


def said_within_f_strings(source: str) -> list[str]:
    """Return the calls of gettext inside f-strings of a module: makemessages reads those as plain text."""
    strings = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.JoinedStr)]
    calls = [node for string in strings for node in ast.walk(string) if isinstance(node, ast.Call)]
    return [ast.unparse(call) for call in calls if isinstance(call.func, ast.Name) and call.func.id in GETTEXT]


def test_no_text_hides_from_the_catalogues_in_an_f_string():
    modules = [path for room in ROOMS for path in (ROOT / room).rglob("*.py")]

    assert {path.name: found for path in modules if (found := said_within_f_strings(path.read_text()))} == {}


def test_a_text_within_an_f_string_is_found():
    """Negative control."""
    assert said_within_f_strings("def f(step):\n    return f\"{step} {_('Danach')}\"") == ["_('Danach')"]
