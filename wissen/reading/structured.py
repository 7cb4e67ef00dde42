"""A question as schema.org knows it, for search engines. Source: schema.org/FAQPage."""

from pages.placeholders import filled
from pages.searchable import plain
from wissen.models import QuestionPage


def faq_of(page: QuestionPage) -> dict:
    answer = {"@type": "Answer", "text": filled(plain(page.short_answer))}
    question = {"@type": "Question", "name": page.title, "acceptedAnswer": answer}
    return {
        "@context": "https://schema.org",
        "@type": "FAQPage",
        "mainEntity": [question],
        "dateModified": page.reviewed_on.isoformat(),
    }
