"""Everything about one norm: who comes with a paragraph finds the answers that rest on it."""

import pytest

from tests import factories
from tests.suche.knowledge import make_question
from wissen.figures import register
from wissen.models import LegalBasis, QuestionPage
from wissen.reading.norms import natural

pytestmark = pytest.mark.django_db


@pytest.fixture
def pages(home):
    """One page of each type; the question rests on § 3 Nr. 26 EStG."""
    return factories.make_knowledge(home)


@pytest.fixture
def kept_figures(monkeypatch):
    """Outside of a transaction the register is kept (test_the_register_is_read_once)."""
    known = register.current()
    monkeypatch.setattr(register, "current", lambda: known)


def answer_to(topic, slug: str, *norms: tuple[str, str, str], live: bool = True) -> QuestionPage:
    page = make_question(topic, slug, f"{slug}?", norms=norms)
    if not live:
        page.unpublish()
    return page


def test_a_norm_has_a_page_with_all_its_answers_the_most_important_first(client, pages):
    late = answer_to(pages["topic"], "spaet")
    LegalBasis.objects.create(page=late, law="EStG", paragraph="3", detail="Nr. 26a", sort_order=3)
    answer_to(pages["topic"], "frueh", ("EStG", "3", "Nr. 26a"))
    answer_to(pages["topic"], "entwurf", ("EStG", "3", ""), live=False)
    answer_to(pages["topic"], "anderes", ("EStG", "3a", ""))

    html = client.get("/de/norm/estg-3/").content.decode()

    assert "Alles zu § 3 EStG" in html
    assert html.index("frueh?") < html.index("spaet?")
    assert ("entwurf?" in html, "anderes?" in html) == (False, False)
    assert ">Zum Inhalt springen</a>" in html


@pytest.mark.parametrize("address", ["/de/norm/", "/de/norm/estg-3/"])
def test_the_way_to_norms_leads_through_the_knowledge_base(client, pages, address):
    html = client.get(address).content.decode()
    way = html.partition('aria-label="Sie sind hier"')[2].partition("</nav>")[0]

    assert way.index('href="/de/wissen/"') < way.index("Rechtsgrundlagen")


def test_without_a_knowledge_base_the_way_is_shorter(client, home):
    """Negative control: nothing leads to a page that is not there."""
    assert 'href="/de/wissen/"' not in client.get("/de/norm/").content.decode()


@pytest.mark.parametrize("address", ["estg-4", "bgb", "estg-3-3", "x" * 200])
def test_a_norm_without_answers_has_no_page(client, pages, address):
    assert client.get(f"/de/norm/{address}/").status_code == 404


def test_a_draft_alone_makes_no_page(client, pages):
    answer_to(pages["topic"], "entwurf", ("BGB", "31a", ""), live=False)

    assert client.get("/de/norm/bgb-31a/").status_code == 404
    assert "BGB" not in client.get("/de/norm/").content.decode()


def test_all_norms_stand_below_their_laws_in_the_order_of_their_numbers(client, pages):
    norms = [
        ("EStG", "10b", ""),
        ("BGB", "27", ""),
        ("BGB", "31a", ""),
        ("BGB", "31", ""),
        ("MiLoG", "", ""),
        ("…", "", ""),
    ]
    answer_to(pages["topic"], "viel", *norms)
    answer_to(pages["topic"], "mehr", ("BGB", "31a", "Abs. 2"))

    html = " ".join(client.get("/de/norm/").content.decode().split())

    places = [html.index(f">{label}<") for label in ("§ 27 BGB", "§ 31 BGB", "§ 31a BGB", "§ 3 EStG", "§ 10b EStG")]
    assert places == sorted(places)
    assert '<a href="/de/norm/bgb-31a/">§ 31a BGB</a> <span class="k-muted">(2 Antworten)</span>' in html
    assert '<a href="/de/norm/milog/">MiLoG</a> <span class="k-muted">(1 Antwort)</span>' in html
    assert client.get("/de/norm/milog/").status_code == 200


def test_paragraphs_are_sorted_as_people_count():
    assert sorted(["31a", "3", "10b", "31", ""], key=natural) == ["", "3", "10b", "31", "31a"]


def test_the_way_leads_from_the_answer_and_from_the_knowledge_base(client, pages):
    assert 'href="/de/norm/estg-3/"' in client.get(pages["question"].get_url()).content.decode()
    assert 'href="/de/norm/"' in client.get(pages["knowledge"].get_url()).content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_the_lists_cost_the_same_however_many_answers(client, pages, kept_figures, number, django_assert_num_queries):
    for index in range(number):
        answer_to(pages["topic"], f"frage-{index}", ("EStG", "3", ""), ("BGB", str(index), ""))
    for address in ("/de/norm/", "/de/norm/estg-3/"):
        client.get(address)

    with django_assert_num_queries(1):
        client.get("/de/norm/")
    # The norms there are, the answers, their topics, and the site for their addresses.
    with django_assert_num_queries(4):
        client.get("/de/norm/estg-3/")
