"""How hits are narrowed: by their kind and by their topic, each with its number."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from wagtail.models import Page

from pages.open_pages import OpenPages
from suche.service import Found, Question
from suche.sources import kinds


@dataclass(frozen=True)
class Group:
    """A kind of hit with the number of its hits; `kind` is empty for all of them."""

    kind: str
    label: str
    count: int
    selected: bool


@dataclass(frozen=True)
class Topic:
    """A topic, by the slug of its page, with the number of its hits, None where unknown; empty for all of them."""

    topic: str
    label: str
    count: int | None
    selected: bool


def groups_of(found: Found, chosen: str) -> tuple[Group, ...]:
    """Return one group for each kind that has hits, the whole first; nothing where there is only one."""
    groups = [
        Group(kind, str(source.label), found.counts[kind], kind == chosen)
        for kind, source in kinds().items()
        if found.counts.get(kind)
    ]
    if len(groups) < 2 and not chosen:
        return ()
    return (Group("", _("Alle"), sum(found.counts.values()), not chosen), *groups)


def topics_of(found: Found, question: Question, opened: OpenPages) -> tuple[Topic, ...]:
    """Return the topics of the hits, those with most hits first, all of them before; one query, or none."""
    named = [topic for topic in found.topics if topic]
    if len(named) < 2 and not question.topic:
        return ()
    labels = labels_of(named, question.language, opened)
    topics = [
        Topic(topic, labels[topic], number, topic == question.topic)
        for topic, number in sorted(found.topics.items(), key=lambda pair: (-pair[1], pair[0]))
        if topic in labels
    ]
    if len(topics) < 2 and not question.topic:
        return ()
    every = None if question.topic else len(found.hits)
    return (Topic("", _("Alle Themen"), every, not question.topic), *topics)


def labels_of(slugs: list[str], language: str, opened: OpenPages) -> dict[str, str]:
    """Return the titles of topics by their slugs; a slug that no open page with pages below it has is left out."""
    pages = opened.within(Page.objects.filter(slug__in=slugs, numchild__gt=0)).order_by("depth")
    rows = list(pages.values_list("slug", "title", "locale__language_code"))
    own = {slug: title for slug, title, spoken in reversed(rows) if spoken == language}
    return {slug: title for slug, title, _spoken in reversed(rows)} | own
