"""The dialogue with the register of figures: what it finds, what it says, and whom it lets in."""

from collections.abc import Iterator

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter
from wagtail.admin.rich_text.editors.draftail import DraftailRichTextArea
from wagtail.blocks import Block, ListBlock, RichTextBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.models import get_page_models
from wagtail.rich_text import RichText
from wagtail.rich_text.feature_registry import FeatureRegistry

from koordination.roles import TRANSLATOR, set_up_roles
from pages.blocks import PROSE
from pages.placeholders import PLACEHOLDERS
from tests import factories
from wissen.models import Figure, FigureValue

pytestmark = pytest.mark.django_db
CHOOSE, VALUES = "wissen_choose_figure", "wissen_figure_values"


@pytest.fixture
def editor(client, coordinator):
    client.force_login(coordinator)
    return client


@pytest.fixture
def register(home) -> None:
    """The register of the example page, and two more figures."""
    factories.make_knowledge(home)
    wage = Figure.objects.create(key="minimum_wage", name="Mindestlohn", per="je Stunde", law="MiLoG", unit="euro")
    FigureValue.objects.create(figure=wage, value="13.90")
    Figure.objects.create(key="empty", name="<b>Leer</b>")


def found(client, search: str = "") -> list[str]:
    """Return the keys that the dialogue offers, in their order."""
    html = client.get(reverse(CHOOSE), {"q": search}).json()["html"]
    return [part.partition('"')[0] for part in html.split('data-figure="')[1:]]


def test_all_figures_are_offered_with_their_value_of_today(editor, register):
    answer = editor.get(reverse(CHOOSE)).json()

    html = answer["html"].replace("\xa0", " ")
    assert answer["step"] == "choose"
    assert found(editor) == ["empty", "minimum_wage", "trainer_allowance"]
    for text in ("Mindestlohn", "je Stunde", "13,90 Euro", "{minimum_wage}", "(zurzeit kein Wert)", "3 Kennzahlen"):
        assert text in html, text
    assert "<b>Leer</b>" not in html


@pytest.mark.parametrize(
    ("search", "keys"),
    [
        ("mindest", ["minimum_wage"]),
        ("STUNDE lohn", ["minimum_wage"]),
        ("milog", ["minimum_wage"]),
        ("trainer_", ["trainer_allowance"]),
        ("lohn pauschale", []),
        ("\x00<script>", []),
        ("x" * 5000, []),
    ],
    ids=["part", "words", "law", "key", "none", "markup", "long"],
)
def test_a_search_finds_by_name_key_and_law(editor, register, search, keys):
    assert found(editor, search) == keys


def test_without_a_hit_the_way_to_the_register_is_named(editor, register):
    html = editor.get(reverse(CHOOSE), {"q": "gibt es nicht"}).json()["html"]

    assert "Dazu gibt es keine Kennzahl." in html
    assert 'value="gibt es nicht"' in html


def test_the_editor_is_told_the_values(editor, register):
    told = editor.get(reverse(VALUES)).json()

    assert told["values"]["trainer_allowance"].replace("\xa0", " ") == "Übungsleiterpauschale: 3.300 Euro"
    assert told["unknown"] == "Diese Kennzahl gibt es nicht."


@pytest.mark.parametrize("name", [CHOOSE, VALUES])
def test_only_who_may_read_the_register_is_let_in(editor, django_user_model, register, name):
    set_up_roles()
    translator = django_user_model.objects.create_user("uebersetzung")
    translator.groups.add(Group.objects.get(name=TRANSLATOR))
    other = Client(headers={"X-Requested-With": "XMLHttpRequest"})
    other.force_login(translator)

    # The first is the negative control.
    assert editor.get(reverse(name)).status_code == 200
    assert other.get(reverse(name)).status_code == 403
    assert Client().get(reverse(name)).status_code == 302
    assert editor.post(reverse(name)).status_code == 405


def test_the_button_and_the_mark_belong_to_the_editor():
    area = DraftailRichTextArea(features=PROSE)

    assert [entity["type"] for entity in area.options["entityTypes"]] == ["LINK", "DOCUMENT", "FIGURE"]
    assert [decorator["type"] for decorator in area.options["decorators"]] == ["FIGURE_NAME"]
    assert [script for script in area.media.render_js() if "wissen/js/figures.js" in script] != []


def rich_texts(block: Block) -> Iterator[RichTextBlock]:
    """Yield every rich text within a block."""
    if isinstance(block, RichTextBlock):
        yield block
    children = [block.child_block] if isinstance(block, ListBlock) else getattr(block, "child_blocks", {}).values()
    for child in children:
        yield from rich_texts(child)


def test_every_rich_text_of_every_room_has_them():
    fields = [field for model in get_page_models() for field in model._meta.get_fields()]
    found = [("field", field) for field in fields if isinstance(field, RichTextField)]
    streams = [field.stream_block for field in fields if isinstance(field, StreamField)]
    found += [("block", each) for stream in streams for each in rich_texts(stream)]

    without = [str(each) for _, each in found if not set(PLACEHOLDERS) <= set(each.features or [])]

    assert (without, {kind for kind, _ in found}) == ([], {"field", "block"})


def test_an_editor_without_a_room_for_them_passes_over_them():
    known = FeatureRegistry()
    known.has_scanned_for_features = True

    assert [known.get_editor_plugin("draftail", name) for name in PLACEHOLDERS] == [None, None]


def test_a_figure_is_shown_in_the_sections_of_any_page(client, home):
    page = factories.make_content(home)["content"]
    text = RichText("<p>Es sind {trainer_allowance}.</p>")
    page.body = [("accordion", {"items": [{"title": "Wie viel?", "body": text}]})]
    page.save_revision().publish()

    assert "Es sind 3.300 Euro." in client.get(page.get_url()).text.replace("\xa0", " ")


def test_what_is_inserted_is_text_and_stays_text():
    html = "<p>Heute sind es {trainer_allowance}.</p>"
    converter = ContentstateConverter(PROSE)

    kept = converter.to_database_format(converter.from_database_format(html))

    assert "{trainer_allowance}" in kept
    assert "embed" not in kept


@pytest.mark.parametrize("number", [1, 4])
def test_the_dialogue_costs_the_same_however_many_figures(editor, home, number, django_assert_max_num_queries):
    for index in range(number):
        figure = Figure.objects.create(key=f"figure_{index}", name=f"Kennzahl {index}")
        FigureValue.objects.create(figure=figure, value=index)
    editor.get(reverse(CHOOSE))

    with django_assert_max_num_queries(12):
        editor.get(reverse(CHOOSE))
