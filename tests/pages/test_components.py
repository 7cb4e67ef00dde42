"""The components: all shown, accessible in their markup, and free of what the pages' policy forbids."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django import forms
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.paginator import Paginator
from django.template import engines, loader
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from PIL import Image
from wagtail.images import get_image_model

from kurse.templatetags.kurse import as_cards
from pages.pictures import picture_sources, picture_url
from pages.templatetags.components import breakable, paged_numbers, running_text, tel
from pages.views_components import SampleForm

ROOT = Path(settings.BASE_DIR)
COMPONENTS = ROOT / "templates" / "components"
STYLES = ROOT / "pages" / "static" / "pages" / "css"
ERROR_PAGES = ["400", "403", "404", "429", "500", "503"]


def soup(html: str) -> BeautifulSoup:
    return BeautifulSoup(html, "html.parser")


def render_field(form: forms.Form, name: str) -> BeautifulSoup:
    return soup(render_to_string("components/form_field.html", {"field": form[name]}))


@pytest.fixture
def shown(client, db):
    """The response of the page that shows every component."""
    return client.get("/komponenten/")


@pytest.fixture
def wide_image(db, tmp_path, settings):
    """A picture of 1000 x 500 pixels in the CMS."""
    settings.MEDIA_ROOT = tmp_path
    content = BytesIO()
    Image.new("RGB", (1000, 500)).save(content, "PNG")
    return get_image_model().objects.create(title="Bild", file=ContentFile(content.getvalue(), "bild.png"))


def test_every_component_is_shown(shown):
    files = {f"components/{path.name}" for path in COMPONENTS.glob("*.html")}

    rendered = {template.name for template in shown.templates}

    assert files - rendered == set()


@pytest.mark.parametrize("path", sorted(COMPONENTS.glob("*.html")), ids=lambda path: path.stem)
def test_a_component_begins_with_its_parameters(path):
    assert path.read_text().startswith("{% comment %}\n")


def test_a_page_holds_nothing_that_its_policy_forbids(shown):
    html = soup(shown.content.decode())

    assert html.select("style, [style], script:not([src]), base, iframe") == []
    assert [tag for tag in html.find_all(True) if any(name.startswith("on") for name in tag.attrs)] == []
    assert re.findall(r"(?:data|javascript):[^\"' ]*", " ".join(tag.get("src", "") for tag in html("img"))) == []


def test_a_page_loads_nothing_from_elsewhere(shown):
    html = soup(shown.content.decode())

    loaded = [tag.get("src") or tag.get("href") for tag in html.select("link, script, img")]

    assert [address for address in loaded if not address.startswith("/")] == []


@pytest.mark.parametrize("path", sorted(STYLES.glob("*.css")), ids=lambda path: path.stem)
def test_a_style_sheet_points_to_its_own_files_only(path):
    addresses = re.findall(r'url\("([^"]+)"\)', path.read_text())

    missing = [address for address in addresses if not (path.parent / address).resolve().is_file()]

    assert missing == []
    assert "@import" not in path.read_text()


def test_ids_are_unique_on_the_page(shown):
    ids = [tag["id"] for tag in soup(shown.content.decode()).select("[id]")]

    doubled = {name for name in ids if ids.count(name) > 1}

    assert doubled == set()


# ------------------------------------------------------------------- forms


def test_a_control_names_its_hint_and_its_error():
    html = render_field(SampleForm({"email": "keine Adresse"}), "email")

    named = [html.find(id=name).get_text(" ", strip=True) for name in html.input["aria-describedby"].split()]

    assert named == [
        "An diese Adresse schicken wir die Bestätigung.",
        "Fehler: Bitte gültige E-Mail-Adresse eingeben.",
    ]
    assert html.input["aria-invalid"] == "true"


def test_a_control_without_hint_and_error_names_nothing():
    html = render_field(SampleForm(), "name")

    assert html.input.get("aria-describedby") is None
    assert html.input.get("aria-invalid") is None


def test_a_group_of_choices_names_its_hint_and_its_error():
    html = render_field(SampleForm({"topics": ["unbekannt"]}), "topics")

    named = [html.find(id=name) is not None for name in html.fieldset["aria-describedby"].split()]

    assert named == [True, True]


@pytest.mark.parametrize("name", SampleForm.base_fields)
def test_every_control_has_a_label(name):
    html = render_field(SampleForm(), name)

    labels = {label["for"] for label in html("label")}
    controls = {control["id"] for control in html.select("input, select, textarea")}

    assert labels == controls


@pytest.mark.parametrize(("name", "mark"), [("name", "(Pflichtfeld)"), ("phone", "(freiwillig)")])
def test_a_label_says_whether_the_field_must_be_filled_in(name, mark):
    html = render_field(SampleForm(), name)

    assert html.select_one(".kern-label__optional").get_text() == mark


def test_what_was_typed_stays():
    form = SampleForm(
        {
            "name": "<b>Kim</b>",
            "contact": "phone",
            "topics": ["law", "cash"],
            "message": "Bleibt stehen.",
            "municipality": "b",
        }
    )

    assert render_field(form, "name").input["value"] == "<b>Kim</b>"
    assert [tag["value"] for tag in render_field(form, "contact").select("[checked]")] == ["phone"]
    assert [tag["value"] for tag in render_field(form, "topics").select("[checked]")] == ["law", "cash"]
    assert render_field(form, "message").textarea.get_text().strip() == "Bleibt stehen."
    assert render_field(form, "municipality").select_one("[selected]")["value"] == "b"


def test_autocomplete_and_type_of_a_widget_are_kept():
    html = render_field(SampleForm(), "phone")

    assert (html.input["autocomplete"], html.input["type"]) == ("tel", "tel")


def test_a_class_of_the_widget_is_kept():
    class Marked(forms.Form):
        code = forms.CharField(widget=forms.TextInput(attrs={"class": "short"}))

    html = render_field(Marked(), "code")

    assert html.input["class"] == ["short", "kern-form-input__input"]


def test_a_hidden_field_is_rendered_bare():
    class Hidden(forms.Form):
        started = forms.CharField(widget=forms.HiddenInput)

    html = render_field(Hidden(initial={"started": "7"}), "started")

    assert [tag.name for tag in html.find_all(True)] == ["input"]


def test_the_error_summary_leads_to_every_wrong_field():
    form = SampleForm({"email": "keine Adresse"})
    fields = soup("".join(str(render_field(form, name)) for name in form.fields))

    summary = soup(render_to_string("components/error_summary.html", {"form": form}))
    targets = [fields.find(id=link["href"].removeprefix("#")) for link in summary("a")]

    assert len(targets) == len(form.errors)
    assert None not in targets


def test_the_error_summary_takes_the_focus():
    summary = soup(render_to_string("components/error_summary.html", {"form": SampleForm({})}))

    box = summary.find(id="fehler")

    assert (box["tabindex"], box.has_attr("autofocus")) == ("-1", True)


def test_a_form_without_errors_has_no_error_summary():
    assert render_to_string("components/error_summary.html", {"form": SampleForm()}).strip() == ""


# ------------------------------------------------------- pictures and filters


def test_a_picture_is_offered_up_to_twice_its_size_but_never_enlarged(wide_image):
    small = [source["width"] for source in picture_sources(wide_image, "fill", 300, 150)]
    large = [source["width"] for source in picture_sources(wide_image, "fill", 800, 400)]

    assert small == [400, 600]
    assert large == [400, 800, 1000]


def test_a_picture_reserves_its_space_and_waits_until_it_is_near(wide_image):
    html = soup(
        render_to_string(
            "components/picture.html", {"image": wide_image, "width": 300, "height": 150, "alt": "Ein Bild"}
        )
    )

    shown = {name: html.img[name] for name in ("width", "height", "alt", "loading")}

    assert shown == {"width": "300", "height": "150", "alt": "Ein Bild", "loading": "lazy"}


def test_a_picture_is_offered_in_avif_and_webp_and_tells_its_height(wide_image):
    html = soup(render_to_string("components/picture.html", {"image": wide_image, "spec": "width", "width": 300}))

    assert (html.source["type"], html.source["srcset"].count("format-avif")) == ("image/avif", 2)
    assert html.img["srcset"].count("format-webp") == 2
    assert html.img["height"] == str(round(300 * wide_image.height / wide_image.width))
    assert html.source["sizes"] == html.img["sizes"] == "(max-width: 300px) 100vw, 300px"


def test_only_the_first_picture_of_a_leading_list_is_loaded_at_once(course, wide_image):
    course.page.image = wide_image
    cards = as_cards([course, course], True)

    html = soup(render_to_string("components/card_list.html", {"cards": cards}))

    assert [picture.get("loading") for picture in html.find_all("img")] == [None, "lazy"]
    assert [card.eager for card in as_cards([course])] == [False]


def test_a_picture_has_a_signed_address_and_costs_no_query(wide_image, django_assert_num_queries):
    with django_assert_num_queries(0):
        address = picture_url(wide_image, "width-400")

    assert address.endswith("/width-400/bild.png")


def test_a_site_that_serves_no_signed_pictures_gets_a_ready_one(wide_image, settings):
    settings.ROOT_URLCONF = "wagtail.documents.urls"

    address = picture_url(wide_image, "width-400")

    assert address == wide_image.get_rendition("width-400").url


def test_without_an_image_a_picture_shows_nothing():
    assert render_to_string("components/picture.html", {"image": None, "width": 1}).strip() == ""


@pytest.mark.parametrize(
    ("phone", "address"),
    [("06000 1234-0", "tel:0600012340"), ("+49 (0) 6000 / 12", "tel:+49600012"), ("", "tel:")],
)
def test_a_phone_link_holds_digits_only(phone, address):
    assert tel(phone) == address


def test_a_mail_address_may_break_behind_its_at_sign_and_before_its_dots():
    assert breakable("erika.b@kreis.example") == "erika<wbr>.b@<wbr>kreis<wbr>.example"
    assert breakable("<b>@x.y") == "&lt;b&gt;@<wbr>x<wbr>.y"


def test_plain_text_is_escaped_and_rich_text_is_not():
    assert running_text("a < b") == "<p>a &lt; b</p>"
    assert running_text(mark_safe("<ul></ul>")) == "<ul></ul>"


def test_each_line_of_a_fact_stands_apart_and_a_single_one_is_plain():
    texts = ["Montag\nDienstag & Co", "online", 3]
    items = [{"term": "Angabe", "text": text} for text in texts]

    values = soup(render_to_string("components/description_list.html", {"items": items})).find_all("dd")

    assert [[line.text for line in value.find_all("div", class_="k-line")] for value in values] == [
        ["Montag", "Dienstag & Co"],
        [],
        [],
    ]
    assert [value.text for value in values[1:]] == ["online", "3"]


def test_long_lists_leave_page_numbers_out():
    assert paged_numbers(Paginator(range(200), 10).page(10)) == [1, "…", 9, 10, 11, "…", 20]


def test_pages_of_a_list_keep_its_filters(rf):
    request = rf.get("/", {"format": "werkstatt"})

    html = soup(
        render_to_string("components/pagination.html", {"page_obj": Paginator(range(30), 10).page(2)}, request=request)
    )

    assert html.select_one("[rel=next]")["href"] == "?format=werkstatt&page=3"


def test_an_embed_loads_nothing_by_itself():
    html = soup(
        render_to_string(
            "components/media_embed.html",
            {
                "url": "https://video.example/1",
                "title": "Film",
                "provider": "P",
                "frame_url": "https://video.example/r",
            },
        )
    )

    assert html.select("iframe, img, script, video, object, embed, link") == []
    assert html.a["href"] == "https://video.example/1"
    assert html.button.has_attr("hidden")


# -------------------------------------------------------------- error pages


@pytest.mark.parametrize("status", ERROR_PAGES)
def test_an_error_page_needs_neither_database_nor_request(status):
    # Without the fixture "db" pytest-django refuses every query.
    html = soup(loader.get_template(f"{status}.html").render({"status": status}))

    assert html.html["lang"] == "de"
    assert len(html("h1")) == 1
    assert html.select_one("main a")["href"] == "/"


def test_where_a_page_is_missing_one_may_look_for_another():
    shown = {status: soup(loader.get_template(f"{status}.html").render({})).select("main a") for status in ERROR_PAGES}

    assert {status for status, links in shown.items() if "/de/suche/" in [link["href"] for link in links]} == {"404"}


@pytest.mark.parametrize("status", ERROR_PAGES)
def test_an_error_page_does_not_ask_the_manifest(status, settings):
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    }
    with_manifest = engines["django"].from_string("{% load static %}{% static 'pages/css/koordination.css' %}")

    with pytest.raises(ValueError, match="Missing staticfiles manifest entry"):
        with_manifest.render()
    assert loader.get_template(f"{status}.html").render({}) != ""
