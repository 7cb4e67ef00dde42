"""What stands apart on a page is set apart in one line of text, without a word more or less."""

import pytest
from wagtail.blocks import CharBlock, ListBlock, RichTextBlock, StreamBlock, StructBlock
from wagtail.contrib.table_block.blocks import TableBlock

from pages.blocks import BodyBlock
from pages.readable_text import joined, pieces_of_block, pieces_of_html
from pages.table_block import CaptionedTableBlock
from suche.analysis.texts import tokens


def line_of(block, value) -> str:
    return joined(pieces_of_block(block, value))


@pytest.mark.parametrize(
    ("html", "line"),
    [
        ("<p>Wir gehen</p><p>nach Hause</p>", "Wir gehen. nach Hause"),
        ("<p>Wir gehen.</p><p>Sie auch!</p>", "Wir gehen. Sie auch!"),
        ("<p>Er sagt: „Geht!“</p><p>Wir gehen (bald)</p><p>Gut</p>", "Er sagt: „Geht!“ Wir gehen (bald). Gut"),
        ("<h2>Drinnen</h2><p>Im Saal.</p>", "Drinnen: Im Saal."),
        ("<h2>Wer darf?</h2><p>Alle.</p>", "Wer darf? Alle."),
        ("<p>Dabei</p><ul><li>Stift</li><li>Block</li></ul><p>Bis dann</p>", "Dabei: Stift; Block. Bis dann"),
        ("<ul><li>Außen<ul><li>Zaun</li></ul></li><li>Innen</li></ul>", "Außen: Zaun; Innen"),
        ("<p>Kreisstraße 1<br/>Musterstadt</p>", "Kreisstraße 1, Musterstadt"),
        ("<table><tr><th>Drinnen</th><th>Draußen</th></tr><tr><td>Saal</td><td>Hof</td></tr></table>",)
        + ("Drinnen, Draußen. Saal, Hof",),
        ("<p></p><p>Kaffee &amp; Kuchen</p><p> </p>", "Kaffee & Kuchen"),
        ("<p>Ein <b>Wort</b>ende</p>", "Ein Wortende"),
        ("ohne Absatz", "ohne Absatz"),
        ("", ""),
    ],
)
def test_html_becomes_one_line(html, line):
    assert joined(pieces_of_html(html)) == line


def test_cells_and_rows_of_a_table_stand_apart():
    value = {"data": [["Ort", "Preis", None], ["Drinnen", "5 Euro", ""], ["Draußen, am Zaun", "frei", None]]}

    assert line_of(CaptionedTableBlock(), value) == "Ort, Preis. Drinnen, 5 Euro. Draußen, am Zaun; frei"
    assert line_of(CaptionedTableBlock(), None) == ""


def test_the_caption_of_a_table_is_found_and_leads_to_its_cells():
    value = {"table_caption": "Was die Räume kosten", "data": [["Saal", "5 Euro"]]}

    assert line_of(CaptionedTableBlock(), value) == "Was die Räume kosten: Saal, 5 Euro"
    assert CaptionedTableBlock().get_searchable_content(value) == ["Was die Räume kosten", "Saal", "5 Euro"]
    assert TableBlock().get_searchable_content(value) == ["Saal", "5 Euro"], "negative control: Wagtail's own"


class Steps(StructBlock):
    title = CharBlock()
    items = ListBlock(RichTextBlock())
    hidden = CharBlock(search_index=False, required=False)


class Body(StreamBlock):
    text = RichTextBlock()
    steps = Steps()
    table = CaptionedTableBlock()
    unseen = ListBlock(CharBlock(), search_index=False)


@pytest.fixture
def body():
    return Body().to_python(
        [
            {"type": "text", "value": "<p>Zuerst das Wichtige</p><h2>Der Weg</h2>"},
            {"type": "steps", "value": {"title": "So geht es", "items": ["<p>Fragen</p>", "<p>Buchen.</p>"]}},
            {"type": "table", "value": {"table_caption": "Normen", "data": [["BGB", "§ 31a"], ["AO", "§ 52"]]}},
            {"type": "unseen", "value": ["Niemand"]},
            {"type": "text", "value": "<p>Danke</p>"},
        ]
    )


def test_blocks_of_a_body_stand_apart_and_headings_lead_to_what_follows(body):
    line = line_of(Body(), body)

    assert line == "Zuerst das Wichtige. Der Weg: So geht es: Fragen; Buchen. Normen: BGB, § 31a. AO, § 52. Danke"


def test_a_search_finds_the_same_words_as_before(body):
    assert tokens(line_of(Body(), body)) == tokens(" ".join(Body().get_searchable_content(body)))
    assert tokens("Drinnen") != tokens("Drinnen Draußen"), "negative control"


@pytest.mark.django_db
def test_every_block_of_a_page_keeps_its_words():
    block = BodyBlock()
    value = block.to_python(
        [
            {"type": "text", "value": "<p>Hallo</p><blockquote>Zitat</blockquote>Rest<hr/>Ende"},
            {"type": "accordion", "value": {"items": [{"title": "Was kostet das?", "body": "<p>Nichts</p>"}]}},
            {
                "type": "contact",
                "value": {"name": "Kursbüro", "role": "Kurse", "phone": "06000 123-10", "email": "", "hours": ""},
            },
            {
                "type": "call_to_action",
                "value": {"heading": "Fragen", "text": "Gern", "link": {"label": "Hier", "address": ""}},
            },
        ]
    )

    assert line_of(block, value) == (
        "Hallo. Zitat. Rest. Ende. Was kostet das? Nichts. Kursbüro; Kurse; 06000 123-10. Fragen: Gern; Hier"
    )
    assert tokens(line_of(block, value)) == tokens(" ".join(block.get_searchable_content(value)))
