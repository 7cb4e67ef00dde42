"""The facet "Für wen?": the knowledge base and its topics as one audience sees them."""

import pytest

from tests import factories
from wissen.models import QuestionPage
from wissen.reading import audiences

pytestmark = pytest.mark.django_db


@pytest.fixture
def pages(home):
    """The knowledge base, and in its topic an answer for the board, one for volunteers, and one for everybody."""
    made = factories.make_knowledge(home)
    made["question"].audience = "kasse vorstand"
    made["question"].save_revision().publish()
    for title, audience in (("Für Engagierte?", "engagierte"), ("Für alle?", "")):
        made["topic"].add_child(
            instance=QuestionPage(title=title, slug=title[-6:-1].strip(), short_answer="<p>Ja.</p>", audience=audience)
        )
    return made


def shown(client, page, query: str = "") -> list[str]:
    """Return which of the three answers a page lists."""
    html = client.get(f"{page.get_url()}{query}").text
    return [title for title in ("Was ist die Pauschale?", "Für Engagierte?", "Für alle?") if f">{title}</a>" in html]


@pytest.mark.parametrize("name", ["knowledge", "topic"])
def test_one_audience_sees_its_answers_and_those_for_everybody(client, pages, name):
    found = [shown(client, pages[name], query) for query in ("", "?fuer=vorstand", "?fuer=engagierte")]

    assert found == [
        ["Was ist die Pauschale?", "Für Engagierte?", "Für alle?"],
        ["Was ist die Pauschale?", "Für alle?"],
        ["Für Engagierte?", "Für alle?"],
    ]


@pytest.mark.parametrize("query", ["?fuer=", "?fuer=niemand", "?fuer=%00", "?fuer=" + "x" * 3000])
def test_what_is_no_audience_shows_everything(client, pages, query):
    assert len(shown(client, pages["topic"], query)) == 3


def test_each_audience_tells_how_many_and_can_be_taken_away(client, pages):
    values = audiences.facet(["kasse vorstand", "engagierte", ""], "kasse")

    assert [(each.value, each.count, each.selected, each.url) for each in values] == [
        ("vorstand", 2, False, "?fuer=vorstand"),
        ("kasse", 2, True, "?"),
        ("engagierte", 2, False, "?fuer=engagierte"),
    ]


def test_the_choice_is_kept_on_the_way_into_a_topic(client, pages):
    html = client.get(f"{pages['knowledge'].get_url()}?fuer=vorstand").text

    assert f'href="{pages["topic"].get_url()}?fuer=vorstand"' in html
    assert "Filter entfernen" in html


def test_where_there_is_nothing_to_choose_nothing_is_offered(client, home):
    made = factories.make_knowledge(home)
    QuestionPage.objects.update(audience="")

    assert "Für wen?" not in client.get(made["topic"].get_url()).text
