"""Questions to the office and guides, for tests."""

from itertools import count

from django.urls import reverse

from vorgang.guards.codes import new_code
from wissen.inquiries.asking import InquiryRequest, answer, ask, give_to_guide
from wissen.models import Guide, Inquiry, TopicPage

numbers = count(1)
QUESTION = "Muss ich die Pauschale bei der Steuer angeben? Ich bin Trainerin im Sportverein."
NAME, ADDRESS, PHONE = "Erika Beispiel", "erika@beispiel.example", "06000 1234-7"
FILLED = {"question": QUESTION, "name": NAME, "email": ADDRESS, "topic": "", "phone": ""}


def make_guide(*topics: TopicPage, **fields) -> Guide:
    number = next(numbers)
    guide = Guide.objects.create(
        **{"name": f"Lotte Lotsin {number}", "email": f"lotsin{number}@beispiel.example", **fields}
    )
    guide.topics.set(topics)
    return guide


def inquiry_request(**fields) -> InquiryRequest:
    return InquiryRequest(**{"question": QUESTION, "name": NAME, "email": ADDRESS, **fields})


def asked(**fields) -> Inquiry:
    """Return a question as its verb leaves it."""
    return ask(inquiry_request(**fields))


def make_inquiry(**fields) -> Inquiry:
    """Return a question that waits, without any mail."""
    return Inquiry.objects.create(
        **{"code": new_code(), "name": NAME, "email": ADDRESS, "question": QUESTION, "needs_answer": True, **fields}
    )


def in_its_state(kind: str, by):
    """Return what a mail of this room is about, so that it goes out."""
    inquiry = make_inquiry()
    if kind == "wissen.answer":
        answer(inquiry, "Nein.", by=by)
    if kind == "wissen.guide_asked":
        give_to_guide(inquiry, make_guide(), by=by)
        return inquiry.assignments.get()
    return inquiry


def send(client, query: str = "", **fields):
    """Open the form, and send it."""
    url = reverse("wissen_ask") + query
    started = client.get(url).context["form"]["started"].value()
    return client.post(url, {**FILLED, "started": started, **fields})
