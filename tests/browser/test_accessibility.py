"""axe finds nothing on any page and in any state, at three widths, light and dark."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse

from kurse.booking import confirm, request_booking
from tests import factories
from tests.kurse.test_booking import person
from vorgang.links import mint

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice", "EN-301-549"]
WIDTHS = (320, 768, 1280)


def findings(page) -> list[str]:
    results = Axe().run(page, options={"runOnly": {"type": "tag", "values": TAGS}})
    return [
        f"{violation['id']}: {node['html'][:160]}"
        for violation in results.response["violations"]
        for node in violation["nodes"]
    ]


@pytest.fixture
def addresses(home, programme_page):
    """Every page type and state by a name; functions of the page that is to show it."""
    course = factories.make_course(programme_page, title="Satzung", tags=("Recht",))
    full = factories.make_course(programme_page, title="Voll", capacity=1)
    booking = request_booking(course.pk, person())
    request_booking(full.pk, person(2))
    held = mint(booking, "kurse.booking", factories.A_WEEK)
    confirmed = request_booking(course.pk, person(3))
    confirm(confirmed)
    sure = mint(confirmed, "kurse.booking", factories.A_WEEK)
    pages = factories.make_content(home)
    return {
        "home": home.get_url(),
        **{name: page.get_url() for name, page in pages.items()},
        "programme": programme_page.get_url(),
        "programme filtered": programme_page.get_url() + "?format=course&free=true",
        "programme empty": programme_page.get_url() + "?tag=gibtesnicht",
        "programme error": programme_page.get_url() + "?format=konzert",
        "course": course.page.get_url(),
        "course full": full.page.get_url(),
        "form": reverse("kurse_book", args=[course.pk]),
        "form full": reverse("kurse_book", args=[full.pk]),
        "form with errors": reverse("kurse_book", args=[course.pk]) + "#send",
        "sent": reverse("kurse_booking_sent", args=[course.pk]),
        "personal page": f"/de/vorgang/{held}/",
        "personal page confirmed": f"/de/vorgang/{sure}/",
        "unknown link": "/de/vorgang/unbekannt/",
        "lost link": reverse("vorgang_lost_link"),
        "contact": reverse("vorgang_contact"),
        "contact with errors": reverse("vorgang_contact") + "#send",
        "place": course.place.get_absolute_url(),
        "not found": "/de/gibt-es-nicht/",
        "components": "/komponenten/",
    }


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(visit, addresses, scheme):
    page = visit(color_scheme=scheme, bypass_csp=True)
    found = {}

    for name, address in addresses.items():
        page.goto(address.removesuffix("#send"))
        if address.endswith("#send"):
            page.click("main form button[type=submit]")
            page.wait_for_selector("#fehler")
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            if problems := findings(page):
                found[f"{name} {width}"] = problems

    assert found == {}


def test_axe_sees_a_fault(visit, home):
    """Negative control: a picture without a text is found."""
    page = visit(bypass_csp=True)
    page.goto(home.get_url())
    page.evaluate("document.querySelector('main').append(document.createElement('img'))")

    assert any("image-alt" in problem for problem in findings(page))


@pytest.mark.parametrize("width", [320, 1280])
def test_no_page_scrolls_sideways_and_no_policy_is_broken(visit, addresses, width):
    page = visit(width=width)
    complaints, wide = [], []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)

    for name, address in addresses.items():
        page.goto(address)
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            wide.append(name)

    assert wide == []
    assert [text for text in complaints if "404" not in text and "status of 4" not in text] == []
