"""The content security policy of the CMS: nothing inline runs, and everything an editor does works (docs/adr/0009)."""

from collections.abc import Callable
from contextlib import suppress
from io import BytesIO

import pytest
from django.contrib.auth.models import User
from django.core.files.images import ImageFile
from django.urls import reverse
from django.utils.safestring import mark_safe
from PIL import Image as Pixels
from playwright.sync_api import TimeoutError
from wagtail import hooks
from wagtail.admin.ui.components import Component
from wagtail.images.models import Image
from wagtail.models import Locale

from pages.models import ContentPage
from tests.browser.steps import PASSWORD, log_in

POLICY = "Content Security Policy"
INTRUDER = (
    "<script>window.byScript = true</script>"
    "<img src='/nothing' onerror='window.byHandler = true'>"
    "<style>#main { outline: 7px solid }</style>"
    "<p id='styled' style='outline: 7px solid'>…</p>"
)
WHAT_IT_REACHED = """() => ({
    script: !!window.byScript,
    handler: !!window.byHandler,
    style: getComputedStyle(document.querySelector('#main')).outlineWidth === '7px',
    attribute: getComputedStyle(document.querySelector('#styled')).outlineWidth === '7px',
})"""


def picture_file() -> bytes:
    file = BytesIO()
    Pixels.new("RGB", (320, 240), (30, 90, 140)).save(file, "PNG")
    return file.getvalue()


@pytest.fixture
def administrator(home) -> User:
    return User.objects.create_superuser("verwaltung", "verwaltung@musterkreis.example", PASSWORD)


@pytest.fixture
def cms(visit, administrator) -> Callable:
    """Return a function that logs in and gives a page; the test fails for what the policy refused or a script said."""
    said = []

    def open_cms(**options):
        page = visit(**options)
        page.context.on("console", lambda message: POLICY in message.text and said.append(message.text))
        page.context.on("weberror", lambda error: said.append(str(error.error)))
        log_in(page, administrator)
        return page

    open_cms.said = said
    return open_cms


@pytest.fixture
def picture(home) -> Image:
    return Image.objects.create(title="Rathaus", file=ImageFile(BytesIO(picture_file()), "rathaus.png"))


@pytest.fixture
def content(home) -> ContentPage:
    return home.add_child(instance=ContentPage(title="Mitmachen", slug="mitmachen"))


@pytest.mark.goal("S13")
def test_no_page_of_the_cms_is_refused_anything(cms, content, course, picture, administrator, measured):
    addresses = [
        reverse(name)
        for name in (
            "wagtailadmin_home",
            "wagtailadmin_account",
            "vorgang_inbox",
            "kurse_course:index",
            "kurse_booking:index",
            "orte:add",
            "gemeinden:index",
            "schliesstage:add",
            "wagtailsnippets_vorgang_mailtext:add",
            "wagtailimages:index",
            "wagtailimages:add_multiple",
            "wagtaildocs:index",
            "wagtailusers_users:index",
            "wagtailusers_users:add",
            "wagtailusers_groups:add",
            "wagtailredirects:add",
            "wagtailadmin_workflows:add",
            "wagtailadmin_reports:site_history",
            "wagtailadmin_reports:locked_pages",
            "wagtailadmin_reports:aging_pages",
            "wagtaillocales:index",
            "mfa_index",
        )
    ] + [
        reverse("wagtailadmin_explore", args=[content.get_parent().pk]),
        reverse("wagtailadmin_pages:history", args=[content.pk]),
        reverse("wagtailadmin_pages:move", args=[content.pk]),
        reverse("wagtailimages:edit", args=[picture.pk]),
        reverse("wagtailusers_users:edit", args=[administrator.pk]),
        reverse("kurse_phone_booking", args=[course.pk]),
    ]
    page = cms()

    for address in addresses:
        assert page.goto(address).status == 200, address
        page.wait_for_selector("#wagtail-sidebar nav", state="attached")

    assert cms.said == []
    measured(f"{len(addresses)} Seiten des CMS, {len(cms.said)} Verstöße in Chromium")


def type_until_it_is_saved(page) -> None:
    """Type into the title until the page has saved itself: Wagtail looks for changes only a while after loading."""
    for _try in range(5):
        page.locator("#id_title").press_sequentially("!")
        page.keyboard.press("Tab")
        with suppress(TimeoutError):
            page.wait_for_url("**/edit/", timeout=4_000)
            return
    raise AssertionError("the page did not save itself")


def test_an_editor_writes_illustrates_and_publishes_a_page(cms, home, settings):
    settings.WAGTAIL_AUTOSAVE_INTERVAL = 200
    page = cms()

    page.goto(reverse("wagtailadmin_pages:add", args=["pages", "contentpage", home.pk]))
    page.fill("#id_title", "Neues Rathaus")
    type_until_it_is_saved(page)
    page.click("button[title='Einen Block einfügen']")
    page.click("[role=option]:has-text('Bild')")
    page.click("[data-contentpath=body] .chooser__choose-button")
    page.click("#tab-label-upload")
    page.set_input_files(
        "#tab-upload input[type=file]", {"name": "r.png", "mimeType": "image/png", "buffer": picture_file()}
    )
    page.fill("#id_image-chooser-upload-title", "Rathaus")
    page.click("#tab-upload button[type=submit]")
    page.wait_for_selector(".modal-content", state="detached")
    page.fill("input[name$=alt_text]", "Ein Rathaus")
    page.click("button:has-text('Mehr Aktionen')")
    page.click("button[name=action-publish]")
    page.wait_for_url(f"**/pages/{home.pk}/")

    published = ContentPage.objects.live().get(title__contains="Neues Rathaus")
    assert published.body[0].value["alt_text"] == "Ein Rathaus"
    assert cms.said == []


def test_a_row_that_is_added_gets_its_calendar(cms, course):
    page = cms()

    page.goto(reverse("kurse_course:edit", args=[course.pk]))
    page.click("#id_dates-ADD")
    page.click("#id_dates-1-starts_at")
    page.wait_for_selector(".xdsoft_datetimepicker >> visible=true")

    assert cms.said == []


def test_a_translator_can_work(cms, content):
    content.save_revision().publish()
    Locale.objects.get_or_create(language_code="en")
    page = cms()

    page.goto(reverse("wagtail_localize:submit_page_translation", args=[content.pk]))
    page.check("input[name=locales]")
    page.click("main input[type=submit]")
    page.click(".js-translation-editor button:has-text('Übersetzen')")

    assert page.evaluate("window.chooserUrls.imageChooser") == reverse("wagtailimages_chooser:choose")
    assert cms.said == []


@pytest.fixture
def hole():
    """A fault of ours, for the time of one test: a panel that shows what somebody stored as if it were markup."""

    class Careless(Component):
        order = 0

        def render_html(self, parent_context=None):
            return mark_safe(ContentPage.objects.get().search_description)

    with hooks.register_temporarily("construct_homepage_panels", lambda request, panels: panels.append(Careless())):
        yield


@pytest.mark.goal("S13")
def test_what_somebody_smuggles_in_runs_nothing(cms, content, hole, measured):
    ContentPage.objects.update(search_description=INTRUDER)
    page = cms()

    reached = page.evaluate(WHAT_IT_REACHED)

    assert reached == {"script": False, "handler": False, "style": False, "attribute": False}
    assert len(cms.said) == len(reached)
    measured("eingeschleuste Skripte, Handler und Stile: 0 von 4 wirken")


@pytest.mark.goal("S13")
def test_without_the_policy_it_would_run(cms, content, hole):
    """Negative control: the same page in a browser that knows no policy."""
    ContentPage.objects.update(search_description=INTRUDER)
    page = cms(bypass_csp=True)

    page.wait_for_function("window.byHandler")

    assert page.evaluate(WHAT_IT_REACHED) == {"script": True, "handler": True, "style": True, "attribute": True}


def test_smuggled_markup_cannot_choose_what_is_started(cms, course):
    page = cms()

    page.evaluate(
        """(calls) => {
          window.intrude = function () { window.started = [...(window.started ?? []), this.constructor] }
          window.PageChooser = window.intrude
          for (const call of calls) {
            document.body.insertAdjacentHTML('beforeend', `<cms-start call='${call}' arguments='[]'></cms-start>`)
          }
        }""",
        ["intrude", "PageChooser"],
    )

    assert page.evaluate("window.started.length") == 1
