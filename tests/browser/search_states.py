"""The search before, with hits, corrected, with nothing; and an answer that is overdue."""

from datetime import timedelta

from django.utils import timezone

from suche.indexing.following import rebuild
from suche.models import BestBet
from tests.browser.state import State
from tests.suche.knowledge import make_question
from wissen.models import TopicPage


def search_states(topic: TopicPage) -> dict[str, State]:
    """Return the states of the search; the topic is one of `factories.make_content`."""
    receipt = make_question(
        topic,
        "spenden",
        "Wie stellen wir eine Zuwendungsbestätigung aus?",
        search_terms="Spendenquittung",
        norms=[("EStDV", "50", "")],
    )
    overdue = make_question(
        topic,
        "haftung",
        "Haftet der Vorstand für Einkommensteuernachzahlungen?",
        next_review=timezone.localdate() - timedelta(days=1),
    )
    BestBet.objects.create(query="steuer", page=receipt)
    rebuild()
    return {
        "search": State("/de/suche/"),
        "search with hits": State("/de/suche/?q=steuer+vorstand"),
        "search of one kind": State("/de/suche/?q=steuer&art=antworten"),
        "search recommended": State("/de/suche/?q=steuer"),
        "search corrected": State("/de/suche/?q=zuwendungsbestaetigunk"),
        "search partly corrected": State("/de/suche/?q=vorstand+zuwendungsbestaetigunk"),
        "search with nothing": State("/de/suche/?q=zwergpinscher"),
        "search in Leichte Sprache": State("/de-simple/suche/?q=zwergpinscher"),
        "contact with a question": State("/de/kontakt/?frage=zwergpinscher"),
        "overdue answer": State(overdue.get_url()),
    }
