"""Answers of the knowledge base in Leichte Sprache and in English: copies with texts of their own."""

import re

from django.db import transaction
from wagtail.models import Locale, Page

from koordination.demo.content import CONTENT, read
from koordination.demo.knowledge import block, link, paragraph
from koordination.demo.site import publish
from wissen.models import KnowledgePage, QuestionPage, TopicPage

SOURCE, EASY = "de", "de-simple"
LANGUAGES = ("en", EASY)
BETWEEN_SENTENCES = re.compile(r"(?<=[.!?])\s+(?=[A-ZÄÖÜ])")


def load_knowledge_languages() -> None:
    """Write every answer that has a file in a language; a page that exists stays as it is."""
    for language in LANGUAGES:
        locale, _created = Locale.objects.get_or_create(language_code=language)
        load_frame(locale)
        load_answers(locale)


@transaction.atomic
def load_answers(locale: Locale) -> None:
    """Copy the answers that a language has not yet, all of them first: then each can lead to the others."""
    files = sorted((CONTENT / "wissen" / locale.language_code).glob("*.toml"))
    sources = {path.stem: pages_of(QuestionPage).get(slug=path.stem) for path in files}
    fresh = {
        slug: source.copy_for_translation(locale)
        for slug, source in sources.items()
        if not source.has_translation(locale)
    }
    pages = {page.slug: page for page in pages_of(QuestionPage, locale.language_code)} | fresh
    for slug, page in fresh.items():
        write(page, locale, read(f"wissen/{locale.language_code}/{slug}"))
        # What is not written in the language is left out.
        link(page, sources[slug].related.values_list("slug", flat=True), pages)
        publish_as(page, sources[slug])


def pages_of(model: type[Page], language: str = SOURCE):
    return model.objects.filter(locale__language_code=language)


def load_frame(locale: Locale) -> None:
    """Give the knowledge base and its topics their names in a language, before the answers below them."""
    texts = read(f"wissen_{locale.language_code}")
    frame = [(pages_of(KnowledgePage).get(), texts)]
    frame += [(pages_of(TopicPage).get(slug=entry["slug"]), entry) for entry in texts["topic"]]
    for source, entry in frame:
        if source.has_translation(locale):
            continue
        page = source.copy_for_translation(locale)
        page.title, page.introduction = entry["title"], entry["introduction"]
        if "disclaimer" in entry:
            page.disclaimer = entry["disclaimer"]
        publish_as(page, source)


def write(page: QuestionPage, locale: Locale, entry: dict) -> None:
    """Write the texts of the language into the copy of an answer."""
    page.title = entry["title"]
    for name in ("short_answer", "applies_to", "does_not_apply_to"):
        text = line_by_line(entry[name]) if locale.language_code == EASY else entry[name]
        setattr(page, name, paragraph(text))
    page.search_terms, page.asked_as = "\n".join(entry["search_terms"]), "\n".join(entry["asked_as"])
    page.body = [block(part) for part in entry["body"]]


def line_by_line(text: str) -> str:
    """Return a text with each sentence on a line of its own, as Leichte Sprache asks for."""
    return BETWEEN_SENTENCES.sub("<br/>", text)


def publish_as(page: Page, source: Page) -> None:
    page.slug = source.slug
    publish(page)
