"""Loading questions to the office and the guides who answer some of them, all by the public verbs."""

from datetime import timedelta

from django.contrib.auth.models import User
from django.utils import timezone

from koordination.demo.content import read
from wissen.inquiries.asking import InquiryRequest, answer, answer_as_guide, ask
from wissen.inquiries.drafting import draft_from
from wissen.models import Guide, Inquiry, TopicPage


def load_inquiries() -> None:
    """Enter the demo's guides and ask its questions once, each brought as far as its entry says."""
    load_guides()
    if Inquiry.objects.exists():
        return
    author = User.objects.get(username="koordination")
    for entry in read("inquiries")["inquiry"]:
        bring(asked(entry), entry, author)


def load_guides() -> None:
    """Enter the guides; one who is there keeps what the office has changed."""
    for entry in read("inquiries")["guide"]:
        guide, is_new = Guide.objects.get_or_create(
            email=address(entry), defaults={"name": entry["name"], "language": entry["language"]}
        )
        if is_new:
            guide.topics.set(topic(slug) for slug in entry["topics"])


def asked(entry: dict) -> Inquiry:
    """Ask as a visitor does, as long ago as the entry says."""
    inquiry = ask(
        InquiryRequest(
            question=entry["question"].strip(),
            name=entry["name"],
            email=address(entry),
            topic_id=topic(entry["topic"]).pk,
            page_url=entry["page_url"],
            query=entry["query"],
        )
    )
    Inquiry.objects.filter(pk=inquiry.pk).update(created_at=timezone.now() - timedelta(days=entry["days_ago"]))
    return inquiry


def bring(inquiry: Inquiry, entry: dict, author: User) -> None:
    """Answer a question, by whom it was given to, and make the draft, as far as its entry says."""
    if "answer" not in entry:
        return
    text = entry["answer"].strip()
    if inquiry.guide is not None:
        answer_as_guide(inquiry.assignments.get(), text)
    else:
        answer(inquiry, text, by=author)
    if entry["state"] == "drafted":
        draft_from(inquiry, topic(entry["topic"]), by=author)


def topic(slug: str) -> TopicPage:
    return TopicPage.objects.get(slug=slug, locale__language_code="de")


def address(entry: dict) -> str:
    return f"{entry['email']}@beispiel.example"
