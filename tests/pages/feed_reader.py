"""A strict reader of Atom feeds (RFC 4287): what the standard asks of each element is asked here."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit
from xml.etree import ElementTree

ATOM = "{http://www.w3.org/2005/Atom}"


@dataclass
class Entry:
    title: str
    link: str
    summary: str
    id: str
    updated: datetime


@dataclass
class ReadFeed:
    title: str
    language: str
    author: str
    link: str
    entries: list[Entry]


def one(element: ElementTree.Element, name: str) -> ElementTree.Element:
    """Return the one child that must be there."""
    [found] = element.findall(f"{ATOM}{name}")
    return found


def text(element: ElementTree.Element, name: str) -> str:
    found = one(element, name).text or ""
    assert found.strip(), f"{name} is empty"
    return found


def absolute(url: str) -> str:
    assert urlsplit(url).scheme in {"http", "https"}, url
    assert urlsplit(url).netloc, url
    return url


def link(element: ElementTree.Element, relation: str) -> str:
    [found] = [item for item in element.findall(f"{ATOM}link") if item.get("rel") == relation]
    return absolute(found.get("href"))


def read_feed(content: bytes) -> ReadFeed:
    """Return what a feed says; raises for anything RFC 4287 forbids."""
    root = ElementTree.fromstring(content)
    assert root.tag == f"{ATOM}feed"
    link(root, "self")
    assert urlsplit(text(root, "id")).scheme
    datetime.fromisoformat(text(root, "updated"))
    entries = [
        Entry(
            title=text(item, "title"),
            link=link(item, "alternate"),
            summary=one(item, "summary").text or "",
            id=text(item, "id"),
            updated=datetime.fromisoformat(text(item, "updated")),
        )
        for item in root.findall(f"{ATOM}entry")
    ]
    assert len({entry.id for entry in entries}) == len(entries)
    return ReadFeed(
        title=text(root, "title"),
        language=root.get("{http://www.w3.org/XML/1998/namespace}lang"),
        author=text(one(root, "author"), "name"),
        link=link(root, "alternate"),
        entries=entries,
    )
