"""Running text for paper: the HTML of an answer as plain nodes, so that nothing of it can be read as markup.

A node is {"kind": "text", "runs": […]}, {"kind": "heading", "level": 2 or 3, "runs": […]} or
{"kind": "list", "ordered": …, "items": [[node, …], …]}; a run is {"text", "strong", "emphasis", "url"}, and the text
of a line break is a line feed.
"""

import re

from bs4 import BeautifulSoup, NavigableString, Tag
from bs4.element import PreformattedString

from vorgang import conf as vorgang_conf

BLANKS = re.compile(r"[ \t\r\n]+")
HEADING = re.compile(r"h([1-6])")
CONTAINERS = {"p", "div", "li", "blockquote"}
LISTS = {"ul", "ol"}
PLAIN = {"strong": False, "emphasis": False, "url": ""}
SCHEMES = ("https://", "http://", "mailto:", "tel:")
# Longer ones are no addresses that anybody follows.
LONGEST_ADDRESS = 1000


def nodes(html: str) -> list[dict]:
    """Return the nodes of HTML from the fixed list of elements that pages.api.targets lets through."""
    return nodes_below(BeautifulSoup(html, "html.parser"))


def nodes_below(element: Tag) -> list[dict]:
    found: list[dict] = []
    loose: list[dict] = []
    for child in element.children:
        if is_inline(child):
            loose += runs(child, PLAIN)
            continue
        found += text_node(loose)
        loose = []
        found += node_of(child)
    return found + text_node(loose)


def is_inline(child) -> bool:
    return not isinstance(child, Tag) or not (
        child.name in CONTAINERS or child.name in LISTS or child.name == "hr" or HEADING.fullmatch(child.name)
    )


def node_of(child: Tag) -> list[dict]:
    if child.name in LISTS:
        items = [nodes_below(item) for item in child.find_all("li", recursive=False)]
        items = [item for item in items if item]
        return [{"kind": "list", "ordered": child.name == "ol", "items": items}] if items else []
    if match := HEADING.fullmatch(child.name):
        trimmed = trim(runs(child, PLAIN))
        # The paper's own heading is the first, and none may be left out on the way down (ISO 14289-1).
        return [{"kind": "heading", "level": min(max(int(match[1]), 2), 3), "runs": trimmed}] if trimmed else []
    return nodes_below(child)


def text_node(loose: list[dict]) -> list[dict]:
    trimmed = trim(loose)
    return [{"kind": "text", "runs": trimmed}] if trimmed else []


def runs(child, look: dict) -> list[dict]:
    """Return the runs of a text or of an element within a line."""
    if isinstance(child, PreformattedString):  # a comment
        return []
    if isinstance(child, NavigableString):
        return [{**look, "text": BLANKS.sub(" ", str(child))}]
    if child.name == "br":
        return [{**look, "text": "\n"}]
    if child.name in {"b", "strong"}:
        look = {**look, "strong": True}
    elif child.name in {"i", "em"}:
        look = {**look, "emphasis": True}
    elif child.name == "a":
        look = {**look, "url": absolute(child.get("href", ""))}
    return [run for each in child.children for run in runs(each, look)]


def trim(loose: list[dict]) -> list[dict]:
    """Return runs without blanks at both ends; nothing where there is no text at all."""
    trimmed = [run for run in loose if run["text"]]
    while trimmed and not trimmed[0]["text"].strip():
        trimmed = trimmed[1:]
    while trimmed and not trimmed[-1]["text"].strip():
        trimmed = trimmed[:-1]
    if trimmed:
        trimmed[0] = {**trimmed[0], "text": trimmed[0]["text"].lstrip()}
        trimmed[-1] = {**trimmed[-1], "text": trimmed[-1]["text"].rstrip()}
    return trimmed


def absolute(address: str) -> str:
    """Return an address as it works from paper; empty for what is no address of the web, of mail or of a phone."""
    address = vorgang_conf.site_url() + address if address.startswith("/") else address
    return address if address.startswith(SCHEMES) and len(address) <= LONGEST_ADDRESS else ""
