"""An editor tries a synonym before saving it, judges a query and measures the search: on a narrow screen, too."""

import pytest
from playwright.sync_api import Page
from wagtail.models import Page as SitePage

from suche.indexing.following import rebuild
from suche.models import Synonym
from suche.quality.measuring import measure
from tests.browser.axe import violations
from tests.browser.steps import log_in
from tests.browser.test_desk_accessibility import LOOKS, fault_of
from tests.suche.judging import judge
from tests.suche.knowledge import make_knowledge

pytestmark = pytest.mark.database_free
SAVE, PREVIEW = "#w-editor-form footer button[type=submit]:not([name])", "#w-editor-form button[name=preview]"


@pytest.fixture
def knowledge(home, settings, tmp_path) -> dict[str, SitePage]:
    settings.SUCHE_URL = f"embedded://{tmp_path / 'suche'}"
    made = make_knowledge(home)
    rebuild()
    return made


def ours(page: Page) -> dict[str, list[str]]:
    """Return what axe finds that is not Wagtail's own, by look."""
    page.wait_for_selector("#wagtail-sidebar nav", state="attached")
    found = {}
    for scheme, width in LOOKS:
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 900})
        if faults := [str(each) for each in violations(page) if not fault_of(page, each)]:
            found[f"{scheme} {width}"] = faults
    page.set_viewport_size({"width": 1280, "height": 900})
    return found


def test_a_synonym_is_tried_before_it_is_saved(visit, office, knowledge):
    page = visit(bypass_csp=True)
    log_in(page, office)
    page.goto("/admin/suche_synonyms/new/")
    page.fill("[name=typed]", "Moneten")
    page.fill("[name=meant]", "Zuwendungsbestätigung")

    with page.expect_navigation():
        page.click(PREVIEW)
    tried, stored = page.locator("section[aria-labelledby=vorschau]").inner_text(), Synonym.objects.count()
    found = ours(page)
    with page.expect_navigation():
        page.click(SAVE)

    assert "Wie stellen wir eine Zuwendungsbestätigung aus?" in tried
    assert "kommt hinzu" in tried
    assert stored == 0
    assert found == {}
    assert [str(each) for each in Synonym.objects.all()] == ["Moneten → Zuwendungsbestätigung"]


def test_the_search_is_measured_and_its_history_read(visit, office, knowledge):
    lost = judge("moneten", knowledge["spenden"])
    judge("zuwendungsbestätigung", knowledge["spenden"])
    measure()
    page = visit(bypass_csp=True)
    log_in(page, office)

    page.click("main a[href$='/suche/guete/']")
    page.wait_for_url("**/suche/guete/")
    with page.expect_navigation():
        page.click("form[action$='/messen/'] button")
    found = {"report": ours(page)}
    said = page.locator("body").inner_text()
    page.click("main a:has-text('moneten')")
    page.wait_for_url(f"**/suche_judged/edit/{lost.pk}/")
    found |= {"query": ours(page)}

    assert "Gemessen an 2 Anfragen." in said
    assert "nicht gefunden" in said
    assert page.input_value("[name=query]") == "moneten"
    assert found == {"report": {}, "query": {}}
