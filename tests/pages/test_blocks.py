"""The eight blocks: what editors may save, and what visitors get."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from wagtail.documents import get_document_model

from pages.blocks import AudienceBlock, BodyBlock, CallToActionBlock, CaptionedTableBlock, EmbedLinkBlock, FigureBlock
from pages.embed_providers import provider_of
from pages.links import ADDRESS

TABLE = {"data": [["Was", "Preis"], ["Kurs", "0 €"]], "table_caption": "Preise", "table_header_choice": "row"}


def messages_of(error: ValidationError) -> list[str]:
    """Return every sentence of a block's error, however deep."""
    nested = getattr(error, "block_errors", None)
    if isinstance(nested, dict):
        return [text for inner in nested.values() for text in messages_of(inner)]
    return [str(message) for message in error.messages]


def refusal(block, value) -> list[str]:
    with pytest.raises(ValidationError) as refused:
        block.clean(block.to_python(value))
    return messages_of(refused.value)


def test_a_body_has_at_most_eight_kinds_of_block():
    assert list(BodyBlock().child_blocks) == [
        "text",
        "image",
        "call_to_action",
        "accordion",
        "table",
        "contact",
        "documents",
        "embed",
    ]


def test_every_kind_of_block_has_a_label_an_icon_and_a_template():
    for block in BodyBlock().child_blocks.values():
        assert block.label
        assert block.meta.icon != "placeholder"
        assert block.meta.template.startswith("pages/blocks/")


@pytest.mark.goal("B10")
@pytest.mark.django_db
def test_a_picture_needs_a_description_or_a_tick(image):
    block = FigureBlock()
    value = {"image": image.pk, "alt_text": "", "decorative": False, "caption": ""}

    refused = refusal(block, value)
    described = block.clean(block.to_python({**value, "alt_text": "Der Marktplatz"}))
    decorative = block.clean(block.to_python({**value, "alt_text": "übrig", "decorative": True}))

    assert refused == ["Bitte beschreiben Sie das Bild, oder setzen Sie das Häkchen bei „Dekorativ“."]
    assert (described["alt_text"], decorative["alt_text"]) == ("Der Marktplatz", "")


@pytest.mark.django_db
def test_a_draft_may_leave_the_description_for_later(image):
    block = FigureBlock()
    value = block.to_python({"image": image.pk, "alt_text": "", "decorative": False, "caption": ""})

    assert block.clean_deferred(value)["alt_text"] == ""


@pytest.mark.goal("B10")
@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"table_caption": "  "}, "Bitte geben Sie der Tabelle eine Überschrift (Feld „Caption“)."),
        ({"table_header_choice": "column"}, "Bitte wählen Sie bei „Table headers“ die erste Zeile als Kopfzeile."),
        ({"table_header_choice": "neither"}, "Bitte wählen Sie bei „Table headers“ die erste Zeile als Kopfzeile."),
        ({"data": [[None, ""], ["", None]]}, "Die Tabelle ist noch leer. Bitte füllen Sie mindestens eine Zeile aus."),
    ],
)
def test_a_table_needs_caption_header_row_and_content(change, message):
    assert refusal(CaptionedTableBlock(), {**TABLE, **change}) == [message]


def test_a_table_is_rendered_with_caption_and_column_headers():
    block = CaptionedTableBlock()

    html = block.render(block.clean(dict(TABLE)))

    assert "<caption" in html
    assert html.count('scope="col"') == 2
    assert "0 €" in html


def test_what_is_in_a_cell_is_text():
    block = CaptionedTableBlock()

    html = block.render(block.clean({**TABLE, "data": [["Kopf"], ["<script>x</script>"]]}))

    assert "<script>" not in html


@pytest.mark.parametrize(
    "address", ["/kurse/", "/", "https://musterkreis.example/x?y=1", "mailto:a@b.example", "tel:+4960001230"]
)
def test_addresses_an_editor_may_use(address):
    assert ADDRESS.match(address)


@pytest.mark.parametrize(
    "address",
    [
        "//boese.example",
        "/\\boese.example",
        "javascript:alert(1)",
        "data:text/html,x",
        "kurse",
        "https://",
        "https://a b",
    ],
)
def test_addresses_that_lead_astray_are_refused(address):
    value = {"heading": "Frage?", "text": "", "link": {"label": "Los", "page": None, "address": address}}

    assert refusal(CallToActionBlock(), value) == [
        "Bitte geben Sie eine Adresse ein, die mit /, https://, mailto: oder tel: beginnt."
    ]


@pytest.mark.django_db
def test_a_link_has_exactly_one_target(home):
    neither = {"title": "Mitmachen", "text": "Los", "link_label": "Hier", "page": None, "address": ""}
    message = ["Bitte wählen Sie eine Seite oder geben Sie eine Adresse ein, eines von beiden."]

    assert refusal(AudienceBlock(), neither) == message
    assert refusal(AudienceBlock(), {**neither, "page": home.pk, "address": "/x/"}) == message


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://www.youtube.com/watch?v=x", "YouTube"),
        ("https://youtu.be/x", "YouTube"),
        ("https://vimeo.com/1", "Vimeo"),
        ("https://www.ardmediathek.de/video/x", "ARD Mediathek"),
        ("https://www.openstreetmap.org/#map=1", "OpenStreetMap"),
    ],
)
def test_known_providers_are_recognised(url, name):
    assert provider_of(url).name == name


@pytest.mark.parametrize(
    "url",
    [
        "http://www.youtube.com/watch?v=x",
        "https://www.youtube.com.boese.example/",
        "https://www.youtube.com@boese.example/",
        "https://user@www.youtube.com/",
        "https://www.youtube.com:8443/",
        "https://boese.example/?https://www.youtube.com/",
        "https://[",
        "/watch",
    ],
)
def test_other_hosts_are_refused_with_the_list_of_providers(url):
    assert provider_of(url) is None


def test_an_embed_loads_nothing_and_links_to_its_provider():
    block = EmbedLinkBlock()
    value = block.clean(block.to_python({"url": "https://youtu.be/x", "title": "So geht es", "summary": "Ein Film."}))

    html = block.render(value)

    assert "YouTube" in html
    assert 'href="https://youtu.be/x"' in html
    assert not any(part in html for part in ("<iframe", "<script", "<img", "<link", "src="))


def test_an_unknown_provider_is_refused_in_german():
    [message] = refusal(EmbedLinkBlock(), {"url": "https://boese.example/", "title": "x", "summary": ""})

    assert message.startswith("Von dieser Adresse können wir nichts einbinden. Möglich sind: YouTube,")


@pytest.mark.django_db
def test_a_body_of_all_blocks_is_rendered(home, image):
    document = get_document_model().objects.create(title="Merkblatt", file=ContentFile(b"x", name="merkblatt.pdf"))
    block = BodyBlock()
    raw = [
        {"type": "text", "value": "<h2>Zwischenzeile</h2><p>Absatz</p>", "id": "1"},
        {"type": "image", "value": {"image": image.pk, "alt_text": "Markt", "decorative": False, "caption": "Samstag"}},
        {
            "type": "call_to_action",
            "value": {"heading": "Frage?", "text": "", "link": {"label": "Los", "page": home.pk, "address": ""}},
        },
        {"type": "accordion", "value": {"items": [{"title": "Kosten", "body": "<p>Keine</p>"}]}},
        {"type": "table", "value": TABLE},
        {"type": "contact", "value": {"name": "Kursbüro", "phone": "06000 123-10"}},
        {"type": "documents", "value": {"heading": "Dateien", "documents": [document.pk]}},
        {"type": "embed", "value": {"url": "https://youtu.be/x", "title": "Film", "summary": ""}},
    ]

    html = block.render(block.clean(block.to_python(raw)))

    for text in (
        "Zwischenzeile",
        'alt="Markt"',
        "Samstag",
        'href="/de/"',
        "Keine",
        "Preise",
        "Kursbüro",
        "Merkblatt",
        "Film",
    ):
        assert text in html


def test_prose_is_cleaned_of_what_was_pasted():
    block = BodyBlock().child_blocks["text"]

    cleaned = block.clean(block.to_python("<p>Sat\u00adzung\u202e\x0b</p>"))

    assert cleaned.source == "<p>Satzung</p>"
