"""The demo county's texts and pictures: complete, linked among themselves, invented, and readable."""

import re
import tomllib
from collections import Counter
from datetime import timedelta
from html.parser import HTMLParser

import pytest
from django.utils.formats import date_format
from PIL import Image

from koordination.demo.content import FOLDER, IMAGES, read
from koordination.demo.draw_images.__main__ import PICTURES
from kurse import conf
from kurse.states import CourseFormat, CourseMode
from suche.models import QueryKind
from vorgang.conf import answer_barrier_within

FACTS = (
    "step_free",
    "wheelchair_toilet",
    "accessible_parking",
    "induction_loop",
    "tactile_guidance",
    "lift",
    "quiet_room",
)
ALLOWED_TAGS = {"p", "h2", "h3", "ul", "ol", "li", "a", "b"}
FILES = sorted((FOLDER / "content").rglob("*.toml"))

MUNICIPALITIES = read("municipalities")["municipality"]
PLACES = read("places")["place"]
COURSES = read("courses")["course"]
NEWS = read("news")["news"]
PAGES = read("pages")["page"]
LEGAL = {entry["kind"]: entry for entry in read("pages")["legal"]}
AUDIENCES = read("pages")["home"]["audience"]
PEOPLE = read("bookings")["person"]
MESSAGES = read("bookings")["message"]
GUIDES, INQUIRIES = read("inquiries")["guide"], read("inquiries")["inquiry"]
PICTURE_FILES = [entry["file"] for entry in read("images")["image"]]

BODIES = [*MUNICIPALITIES, *COURSES, *NEWS, *PAGES, *LEGAL.values()]


class Outline(HTMLParser):
    """Collects tags, attributes, texts of the innermost blocks, and whether every tag is closed in order."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.attributes, self.open, self.blocks = [], [], [], []
        self.balanced = True
        self.feed(html)
        self.balanced = self.balanced and not self.open

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += [(tag, *attribute) for attribute in attrs]
        self.open.append(tag)
        if tag in {"p", "h2", "h3", "li"}:
            self.blocks.append("")

    def handle_endtag(self, tag):
        self.balanced = bool(self.open) and self.open.pop() == tag and self.balanced

    def handle_data(self, data):
        if self.blocks and set(self.open) & {"p", "h2", "h3", "li"}:
            self.blocks[-1] += data
        elif data.strip():
            self.balanced = False


def words(html):
    return len(re.sub(r"<[^>]+>", " ", html).split())


def sentences(block):
    return [part for part in re.split(r"(?<=[.!?])\s+", block.strip()) if part]


def slug_of(entry):
    return entry["slug"]


# ------------------------------------------------------------------ how much there is


def test_the_county_has_the_promised_size():
    dates = [date for course in COURSES for date in course["date"]]

    sizes = [len(rows) for rows in (MUNICIPALITIES, PLACES, COURSES, dates, NEWS, LEGAL, AUDIENCES, PEOPLE, MESSAGES)]

    assert sizes == [12, 8, 15, 25, 6, 5, 3, 40, 4]


@pytest.mark.parametrize("rows", [MUNICIPALITIES, PLACES, COURSES, NEWS, [*PAGES, *LEGAL.values()]])
def test_every_slug_is_unique_and_fits_an_address(rows):
    slugs = [entry["slug"] for entry in rows]

    assert len(set(slugs)) == len(slugs)
    assert [slug for slug in slugs if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug)] == []


@pytest.mark.parametrize("municipality", MUNICIPALITIES, ids=slug_of)
def test_a_municipality_has_districts_and_an_introduction(municipality):
    districts = [district["slug"] for district in municipality["district"]]

    assert 3 <= len(set(districts)) == len(districts) <= 6
    assert municipality["kind"] in {"stadt", "gemeinde"}
    assert re.fullmatch(r"99\d{3}", municipality["postal_code"])
    assert len(sentences(municipality["intro"])) in {2, 3}
    assert 80 <= words(municipality["body"]) <= 150


@pytest.mark.parametrize("place", PLACES, ids=slug_of)
def test_a_place_lies_in_its_district_and_tells_every_accessibility_fact(place):
    districts = {entry["slug"]: {row["slug"] for row in entry["district"]} for entry in MUNICIPALITIES}

    assert place["district"] in districts[place["municipality"]] | {""}
    assert {place[fact] for fact in FACTS} <= {"yes", "no", "partly", "unknown"}
    assert isinstance(place["is_outpost"], bool)
    assert all(place[name] for name in ("name", "street", "city", "transport", "parking", "accessibility_note"))


def test_what_nobody_has_looked_at_is_called_unknown():
    answers = Counter(place[fact] for place in PLACES for fact in FACTS)

    assert set(answers) == {"yes", "no", "partly", "unknown"}


# ------------------------------------------------------------------ courses


@pytest.mark.parametrize("course", COURSES, ids=slug_of)
def test_a_course_can_be_loaded_and_read(course):
    assert course["format"] in CourseFormat.values
    assert course["mode"] in CourseMode.values
    assert len(course["summary"]) <= 200
    assert 150 <= words(course["body"]) <= 300
    assert re.findall(r"<h2>(.*?)</h2>", course["body"]) == [
        "Worum geht es?",
        "Das lernen Sie",
        "Für wen?",
        "Bitte mitbringen",
    ]
    assert 0 <= course["minimum"] < course["capacity"]
    assert 0 <= course["fill"] <= 1


@pytest.mark.parametrize("course", COURSES, ids=slug_of)
def test_a_course_has_a_place_unless_it_is_online(course):
    known = {place["slug"] for place in PLACES}

    assert (course["place"] == "") == (course["mode"] == "online")
    assert course["place"] in known | {""}


@pytest.mark.parametrize("course", COURSES, ids=slug_of)
def test_the_dates_of_a_course_follow_one_another(course):
    days = [date["in_days"] for date in course["date"]]

    assert days == sorted(set(days))
    assert all(re.fullmatch(r"[0-2]\d:[0-5]\d", date[edge]) for date in course["date"] for edge in ("starts", "ends"))
    assert all(date["starts"] < date["ends"] for date in course["date"])


def test_the_programme_shows_every_format_and_mode_and_full_and_scarce_courses():
    fills = {course["fill"] for course in COURSES if course["date"][0]["in_days"] > 0}

    assert {course["format"] for course in COURSES} == set(CourseFormat.values)
    assert {course["mode"] for course in COURSES} == set(CourseMode.values)
    assert {1.0, 0.9} <= fills
    assert any(course["date"][-1]["in_days"] < 0 for course in COURSES)
    assert any(course["date"][0]["in_days"] < 0 < course["date"][-1]["in_days"] for course in COURSES)


def test_topics_are_shared_so_that_a_facet_is_worth_choosing():
    topics = Counter(tag for course in COURSES for tag in course["tags"])

    assert len(topics) == 13
    assert sum(count > 1 for count in topics.values()) >= 10


# ------------------------------------------------------------------ texts


@pytest.mark.parametrize("entry", BODIES, ids=slug_of)
def test_a_text_uses_the_allowed_html_only(entry):
    outline = Outline(entry["body"])

    assert set(outline.tags) <= ALLOWED_TAGS
    assert outline.balanced
    assert [row for row in outline.attributes if row[:2] != ("a", "href")] == []


def test_broken_html_is_noticed():
    unclosed, outside, crossed = Outline("<p>a"), Outline("a<p>b</p>"), Outline("<p><b>a</p></b>")

    assert [unclosed.balanced, outside.balanced, crossed.balanced] == [False, False, False]


@pytest.mark.parametrize("entry", NEWS, ids=slug_of)
def test_a_news_text_is_short(entry):
    assert 100 <= words(entry["body"]) <= 200
    assert entry["days_ago"] >= 0
    assert entry["summary"]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_addresses_and_numbers_are_invented(path):
    text = path.read_text(encoding="utf-8")

    hosts = set(re.findall(r"@([\w.-]+\w)", text)) | set(re.findall(r"https?://([\w.-]+)", text))
    numbers = re.findall(r"\b0\d{3,}[ \d-]+\d", text) + re.findall(r"tel:[+\d]+", text)
    # What the knowledge base says has real sources; whether they are addresses of offices is seen by reading.
    if "wissen" not in path.parts and path.stem not in {"figures", "foerderung"}:
        assert hosts <= {"musterkreis.example", "beispiel.example"}
    assert [number for number in numbers if not number.startswith(("06000 123-", "tel:+496000123"))] == []


def test_the_people_are_visibly_invented():
    surnames = {person["last_name"] for person in PEOPLE}

    assert all(re.search("muster|beispiel|probe|platzhalter", name, re.IGNORECASE) for name in surnames)
    assert len({person["email"] for person in PEOPLE}) == 40
    assert [person["email"] for person in PEOPLE if not re.fullmatch(r"[a-z]+\.[a-z]+", person["email"])] == []


def test_guides_and_whoever_asks_are_visibly_invented_and_know_the_topics():
    topics = {entry["slug"] for entry in read("wissen")["topic"]}
    people = [*GUIDES, *INQUIRIES]

    assert (len(GUIDES), [entry["state"] for entry in INQUIRIES]) == (3, ["asked", "assigned", "answered", "drafted"])
    assert all(re.search("muster|beispiel|probe|platzhalter", entry["name"], re.IGNORECASE) for entry in people)
    assert len({entry["email"] for entry in people}) == len(people)
    assert {topic for entry in GUIDES for topic in entry["topics"]} | {entry["topic"] for entry in INQUIRIES} <= topics
    assert ["answer" in entry for entry in INQUIRIES] == [False, False, True, True]


def test_one_message_is_answered_and_three_wait():
    answered = [message["answered"] for message in MESSAGES]

    assert sorted(answered) == [False, False, False, True]
    assert [bool(message.get("answer")) for message in MESSAGES] == answered


# ------------------------------------------------------------------ duties of a public body


def test_every_legal_page_is_there_under_its_address():
    assert {kind: entry["slug"] for kind, entry in LEGAL.items()} == {
        "imprint": "impressum",
        "privacy": "datenschutz",
        "accessibility": "barrierefreiheit",
        "easy_language": "leichte-sprache",
        "sign_language": "gebaerdensprache",
    }


@pytest.mark.parametrize(
    ("kind", "required"),
    [
        ("imprint", ["§ 5 des Digitale-Dienste-Gesetzes (DDG)", "§ 18 Absatz 2 des Medienstaatsvertrags (MStV)"]),
        (
            "privacy",
            ["Artikel 13", "Datenschutzbeauftragte", "Artikel 28", "§ 3 Absatz 1", "§ 25 Absatz 2 Nummer 2 TDDDG"]
            + [f"Artikel {number} DSGVO" for number in (15, 16, 17, 18, 20, 21, 77)]
            + ["Artikel 7 Absatz 3 DSGVO", "Profiling", "außerhalb der Europäischen Union"],
        ),
        ("sign_language", ["Video in Deutscher Gebärdensprache (DGS) gibt es hier noch nicht"]),
    ],
)
def test_a_legal_page_says_what_the_law_asks_for(kind, required):
    body = LEGAL[kind]["body"]

    assert [words for words in required if words not in body] == []


def test_the_settings_hold_what_an_imprint_must_say():
    office = read("county")["office"]

    required = ("operator", "represented_by", "street", "postal_code", "city", "email", "phone", "responsible")
    assert [name for name in required if not office[name]] == []
    assert office["responsible"].endswith(f"{office['street']}, {office['postal_code']} {office['city']}")


def test_no_page_cites_the_law_that_the_ddg_replaced():
    # Answers name the old law: people still search for it.
    texts = [path.read_text(encoding="utf-8") for path in FILES if path.parent.name != "wissen"]

    assert [text for text in texts if re.search(r"\bTMG\b|Telemediengesetz|\bTTDSG\b", text)] == []


def test_the_page_on_booking_names_the_terms_of_the_software():
    body = next(page["body"] for page in PAGES if page["slug"] == "so-funktioniert-die-anmeldung")

    held = int(re.search(r"reserviert, und zwar für (\d+) Stunden", body)[1])
    short = int(re.search(r"einer der letzten drei für (\d+)\)", body)[1])
    cancel = int(re.search(r"bis (\d+) Stunden vor Beginn", body)[1])

    assert held * 3600 == conf.hold_time().total_seconds()
    assert short * 3600 == conf.short_hold_time().total_seconds()
    assert cancel * 3600 == conf.cancel_before().total_seconds()


def test_the_page_on_recognition_carries_its_date_and_its_limits():
    body = next(page["body"] for page in PAGES if page["slug"] == "engagement-anerkennen")

    assert "Stand: November 2026" in body
    assert "Diese Information ersetzt keine Rechts- oder Steuerberatung." in body


# ------------------------------------------------------------------ pictures


def test_every_picture_is_described_drawn_and_used():
    named = {course["image"] for course in COURSES} | {entry["image"] for entry in [*NEWS, *AUDIENCES]}
    named.add(read("pages")["home"]["image"])

    on_disk = {path.name for path in IMAGES.iterdir()}
    assert set(PICTURE_FILES) == on_disk == {f"{name}.jpg" for name in PICTURES} == named


@pytest.mark.parametrize("entry", read("images")["image"], ids=lambda entry: entry["file"])
def test_a_picture_is_small_and_has_a_text(entry):
    path = IMAGES / entry["file"]

    with Image.open(path) as picture:
        assert (picture.size, picture.format, dict(picture.getexif())) == ((1600, 1000), "JPEG", {})
    assert path.stat().st_size <= 90_000
    assert 30 <= len(entry["alt"]) <= 125
    assert entry["credit"] == "Eigene Zeichnung"


def test_all_pictures_together_weigh_less_than_a_megabyte():
    assert sum(path.stat().st_size for path in IMAGES.iterdir()) <= 1_000_000


@pytest.mark.parametrize("audience", AUDIENCES, ids=lambda entry: entry["title"])
def test_the_home_page_repeats_the_text_of_its_pictures(audience):
    alts = {entry["file"]: entry["alt"] for entry in read("images")["image"]}

    assert audience["image_alt"] == alts[audience["image"]]
    assert audience["link"] in {"kurse", "gemeinden", "kontakt", "aktuelles"}


def test_every_file_is_read_by_its_name():
    assert [path.stem for path in FILES if path.parent.name == "content"] == [
        "bookings",
        "county",
        "courses",
        "de-simple",
        "figures",
        "foerderung",
        "glossary",
        "images",
        "inquiries",
        "judged",
        "municipalities",
        "news",
        "pages",
        "places",
        "synonyms",
        "wissen",
        "wissen_de-simple",
        "wissen_en",
    ]
    names = [str(path.relative_to(FOLDER / "content").with_suffix("")) for path in FILES]
    assert [read(name) for name in names] == [tomllib.loads(path.read_text(encoding="utf-8")) for path in FILES]


def test_every_page_promises_an_answer_about_barriers_within_the_period_of_the_statement():
    texts = [path.read_text() for path in (FOLDER / "content").iterdir() if path.suffix in {".toml", ".po"}]

    promised = set(re.findall(r"(?:antworten spätestens nach|We answer after) (\w+) (?:Wochen|weeks)", " ".join(texts)))

    assert promised == {"2", "zwei", "two"}
    assert answer_barrier_within() == timedelta(weeks=2)


def test_every_judged_query_is_one_of_the_kinds_and_leads_to_a_question():
    judged = read("judged")["query"]
    slugs = {slug for topic in read("wissen")["topic"] for slug in topic["questions"]}

    assert {entry["answer"] for entry in judged} <= slugs
    assert {entry["kind"] for entry in judged} <= set(QueryKind.values)
    assert len({entry["query"] for entry in judged}) == len(judged)


def test_the_statement_bears_the_same_day_in_every_language():
    """Once the one in Leichte Sprache bore the day on which the demo county was loaded."""
    prepared = read("county")["statement"]["prepared_on"]
    easy = (FOLDER / "content" / "de-simple.toml").read_text()

    [day] = re.findall(r"Diese Erklärung ist vom (.*?)\.</p>", easy)

    assert day == f"{prepared.day}. {date_format(prepared, 'F')} {prepared.year}"


def test_the_statement_in_plain_language_names_the_address_that_the_german_one_takes_from_the_settings():
    [statement] = [entry for entry in read("de-simple")["legal"] if entry["kind"] == "accessibility"]

    assert set(re.findall(r"mailto:([^\"?]+)", str(statement))) == {read("county")["office"]["email"]}
