"""The answers of the demo county: all there, readable in the editor, without amounts of law in their prose."""

import re
from datetime import date

import pytest
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter
from wagtail.blocks import ListBlock, RichTextBlock, StructBlock

from koordination.demo.content import CONTENT, read
from koordination.demo.knowledge import article, load_figures, question_page
from pages.blocks import PROSE
from pages.placeholders import PLACEHOLDER
from suche.analysis.law import references
from suche.quality.evaluation import judged_queries
from tests.suche.test_quality import FILE
from wissen.figures import placeholder
from wissen.models import Figure, FigureValue
from wissen.norms import norm_label
from wissen.review import figure_keys

pytestmark = pytest.mark.django_db
SLUGS = sorted(path.stem for path in (CONTENT / "wissen").glob("*.toml"))
# Amounts that the register holds: in prose they would be wrong one day without anybody seeing it.
AMOUNTS = re.compile(
    r"\b(?:3\.300|2\.400|50\.000|45\.000|100\.000|25\.000|22\.000|13,90|12,82|14,60|603|633|556|2\.250|800\.000|6\.000|130\.000|40\.000)\b"
)


def rich_texts(block, value) -> list[str]:
    """Return the sources of all rich texts below a block."""
    if isinstance(block, RichTextBlock):
        return [value.source]
    if isinstance(block, StructBlock):
        return [text for name, child in block.child_blocks.items() for text in rich_texts(child, value.get(name))]
    if isinstance(block, ListBlock):
        return [text for item in value for text in rich_texts(block.child_block, item)]
    return []


def texts_of(slug: str) -> list[str]:
    body = question_page(article(slug), "Stelle").body
    return [text for child in body for text in rich_texts(child.block, child.value)]


def cells_of(slug: str) -> list[str]:
    tables = [part for part in article(slug)["body"] if part["kind"] == "table"]
    return [cell for table in tables for row in table["rows"] for cell in row]


def test_there_is_an_answer_to_every_topic_and_each_stands_in_one_place():
    topics = {slug for query in judged_queries(FILE) for slug in query.best}
    listed = [slug for topic in read("wissen")["topic"] for slug in topic["questions"]]

    assert len(SLUGS) == 53
    assert set(SLUGS) == topics
    assert sorted(listed) == SLUGS


@pytest.mark.parametrize("slug", SLUGS)
def test_an_answer_opens_in_the_editor(slug):
    converter = ContentstateConverter(PROSE)

    for text in texts_of(slug):
        assert converter.from_database_format(text)


def test_the_search_knows_every_law_that_an_answer_rests_on():
    bases = [basis for slug in SLUGS for basis in article(slug).get("legal_basis", ()) if basis["paragraph"]]
    labels = [norm_label(basis["law"], basis["paragraph"], basis["detail"]) for basis in bases]

    assert [label for label in labels if not any(found.law for found in references(label))] == []


@pytest.mark.parametrize("slug", SLUGS)
def test_an_answer_has_all_its_parts(slug):
    entry = article(slug)

    assert 8 <= len(entry["asked_as"]) <= 10
    assert len(set(entry["asked_as"])) == len(entry["asked_as"])
    assert len(entry["search_terms"]) >= 8
    assert entry["short_answer"]
    assert set(entry["related"]) <= set(SLUGS) - {slug}
    assert not AMOUNTS.search(" ".join([entry["short_answer"], *texts_of(slug), *cells_of(slug)]))


def test_every_figure_that_an_answer_names_is_in_the_register_today():
    load_figures()
    missing = {}
    for slug in SLUGS:
        page = question_page(article(slug), "Stelle")
        unknown = [key for key in figure_keys(page) if placeholder(key) in (None, "(zurzeit kein Wert)")]
        texts = " ".join([page.short_answer, page.applies_to, page.does_not_apply_to, *texts_of(slug)])
        unknown += [found[0] for found in PLACEHOLDER.finditer(texts) if placeholder(found[1]) is None]
        if unknown:
            missing[slug] = unknown

    assert missing == {}


def test_the_values_of_a_figure_follow_one_another_without_gap_or_overlap():
    load_figures()
    wrong = []
    for figure in Figure.objects.all():
        values = sorted(FigureValue.objects.filter(figure=figure), key=lambda value: value.valid_from or date.min)
        for before, after in zip(values, values[1:], strict=False):
            if before.valid_until is None or (after.valid_from - before.valid_until).days != 1:
                wrong.append((figure.key, before.valid_until, after.valid_from))

    assert wrong == []
