"""What leads out of an answer: all norms, everything about one, and what a reader says of the answer."""

from django.urls import reverse

from tests.browser.state import State, send
from wissen.models import QuestionPage


def knowledge_states(question: QuestionPage) -> dict[str, State]:
    """Return the states; the question is one of `factories.make_content`."""
    form, sent = (reverse(name, args=[question.pk]) for name in ("wissen_feedback", "wissen_feedback_sent"))
    return {
        "all norms": State("/de/norm/"),
        "answers to a norm": State("/de/norm/estg-3/"),
        "opinion": State(form),
        "opinion yes": State(f"{form}?hilfreich=ja"),
        "opinion no": State(f"{form}?hilfreich=nein"),
        "opinion with errors": State(form, 422, send),
        "opinion in Leichte Sprache": State(form.replace("/de/", "/de-simple/"), 422, send),
        "opinion sent": State(f"{sent}?hilfreich=nein"),
    }
