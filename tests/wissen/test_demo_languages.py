"""The answers of the demo county in English and Leichte Sprache: whole, short-sentenced, found and linked."""

import re

import pytest
from django.core.management import call_command
from django.urls import reverse
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter
from wagtail.models import Page

from koordination.demo.content import CONTENT, read
from koordination.demo.knowledge import block, paragraph
from koordination.demo.knowledge_languages import line_by_line, load_knowledge_languages
from pages.blocks import PROSE
from pages.searchable import plain
from suche.searching.service import Question, search
from wissen.models import QuestionPage, TopicPage

PAGES = sorted(f"{path.parent.name}/{path.stem}" for path in (CONTENT / "wissen").glob("*/*.toml"))
EASY = [name for name in PAGES if name.startswith("de-simple/")]
END_OF_SENTENCE = re.compile(r"[.!?:](?=\s|<|$)|\n|</(?:p|li|h2)>|<br/?>")
LONGEST_SENTENCE = 12
PLACEHOLDER = re.compile(r"\{[a-z_]+\}")


def texts(entry: dict) -> str:
    parts = [part.get("html") or "\n".join(part.get("items", ())) for part in entry["body"]]
    said = [entry[name] for name in ("title", "short_answer", "applies_to", "does_not_apply_to")]
    return "\n".join([*said, *entry["asked_as"], *parts])


def long_sentences(text: str) -> list[str]:
    found = [re.sub(r"<[^>]+>", " ", sentence).strip() for sentence in END_OF_SENTENCE.split(text)]
    return [sentence for sentence in found if len(sentence.split()) > LONGEST_SENTENCE]


def test_each_answer_is_there_in_both_languages():
    assert len(EASY) == len(PAGES) - len(EASY) == 8
    assert {name.partition("/")[2] for name in EASY} == {name.partition("/")[2] for name in PAGES if name not in EASY}


@pytest.mark.parametrize("name", PAGES)
def test_an_answer_has_all_its_parts(name):
    entry = read(f"wissen/{name}")

    assert 4 <= len(entry["asked_as"]) <= 8
    assert all(entry[field] for field in ("title", "short_answer", "applies_to", "search_terms"))
    assert [block(part)[0] for part in entry["body"]]
    for part in entry["body"]:
        assert "html" not in part or ContentstateConverter(PROSE).from_database_format(part["html"])


@pytest.mark.parametrize("name", PAGES)
def test_amounts_stand_there_by_their_name_only(name):
    """A number with a currency would stay as it is when the law changes."""
    entry = read(f"wissen/{name}")

    assert re.findall(r"\d[\d.,]*\s?(?:€|Euro|euro)", texts(entry)) == []
    known = set(PLACEHOLDER.findall(str(read(f"wissen/{name.partition('/')[2]}"))))
    assert set(PLACEHOLDER.findall(texts(entry))) <= known


@pytest.mark.parametrize("name", EASY)
def test_a_sentence_in_easy_language_is_short(name):
    assert long_sentences(texts(read(f"wissen/{name}"))) == []


@pytest.mark.parametrize("name", EASY)
def test_each_sentence_in_easy_language_has_its_own_line(name):
    entry = read(f"wissen/{name}")

    for field in ("short_answer", "applies_to", "does_not_apply_to"):
        lines = line_by_line(entry[field]).split("<br/>")
        assert [line for line in lines if re.search(r"[.!?]\s", line)] == []
        # The search shows it as one text, as before.
        assert plain(paragraph("<br/>".join(lines))) == plain(paragraph(entry[field]))


def test_a_long_sentence_would_be_found():
    """Negative control: the German answer has sentences that are too long for easy language."""
    assert long_sentences(texts(read("wissen/uebungsleiterpauschale"))) != []


@pytest.fixture
def demo(transactional_db, settings, tmp_path):
    """The demo county with its index."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.SUCHE_URL = f"embedded://{tmp_path / 'suche'}"
    call_command("load_demo")


@pytest.mark.slow
def test_they_are_read_found_linked_and_opened_by_editors_and_loaded_once(demo, client, admin_client):
    """All on one county, which takes far longer to load than to be read."""
    are_read_found_linked_and_opened_by_editors(client, admin_client)
    stay_as_they_are_when_loaded_again()


def are_read_found_linked_and_opened_by_editors(client, admin_client):
    for name in PAGES:
        language, slug = name.split("/")
        page = QuestionPage.objects.get(locale__language_code=language, slug=slug)
        source = QuestionPage.objects.get(locale__language_code="de", slug=slug)

        client.cookies.clear()
        html = client.get(page.get_url()).content.decode()
        main = html.partition("<main")[2].partition("</main>")[0]
        assert read(f"wissen/{name}")["title"] in main.replace("&#x27;", "'")
        assert PLACEHOLDER.findall(main) == [], name
        assert page.sources.count() == source.sources.count()
        assert page.get_url() in client.get(source.get_url()).content.decode(), "the language switch leads there"
        assert admin_client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code == 200
        hits = search(Question(page.title, page.get_site().pk, language)).hits
        assert hits[0].candidate.key == f"wissen.questionpage:{page.pk}", name


def stay_as_they_are_when_loaded_again():
    before = list(Page.objects.order_by("pk").values_list("pk", "latest_revision_id"))

    load_knowledge_languages()

    assert list(Page.objects.order_by("pk").values_list("pk", "latest_revision_id")) == before
    # The frame has its own names.
    assert TopicPage.objects.get(locale__language_code="en", slug="geld-und-steuern").title == "Money and taxes"
    assert not QuestionPage.objects.exclude(alias_of=None).exists()
