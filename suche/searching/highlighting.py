"""Snippets: the densest place of a text with the words marked that were looked for, the same for both engines."""

from collections.abc import Collection

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from suche.analysis.analyser import Analyser

LENGTH = 285
Span = tuple[int, int]


def highlighted(text: str, wanted: Collection[str], analyser: Analyser) -> SafeString:
    """Return a whole cleaned text, escaped, with its hits in <mark>."""
    return marked(text, merged(analyser.marks(text, wanted)))


def snippet(text: str, wanted: Collection[str], analyser: Analyser, length: int = LENGTH) -> SafeString:
    """Return about `length` characters around the densest place of a cleaned text, cut between words."""
    spans = merged(analyser.marks(text, wanted))
    start = densest(spans, length)
    if start > 0:
        start = max(0, start - length // 5)
        start = text.find(" ", start) + 1 if start else 0
    end = len(text) if len(text) - start <= length else text.rfind(" ", start, start + length)
    if end <= start:
        end = min(len(text), start + length)
    inside = [(one - start, other - start) for one, other in spans if start <= one and other <= end]
    body = marked(text[start:end], inside)
    before, after = ("… " if start else ""), (" …" if end < len(text) else "")
    return mark_safe(before + body + after)  # nosec B308 B703 # `marked` escapes


def densest(spans: list[Span], length: int) -> int:
    """Return where the window begins that holds most hits, the first of several; 0 without hits."""
    best, where, last = 0, 0, 0
    for first, (start, _end) in enumerate(spans):
        last = max(last, first)
        while last < len(spans) and spans[last][1] <= start + length * 4 // 5:
            last += 1
        if last - first > best:
            best, where = last - first, start
    return where


def merged(spans) -> list[Span]:
    """Return spans in their order, those that overlap as one."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and start < found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def marked(text: str, spans: list[Span]) -> SafeString:
    parts, last = [], 0
    for start, end in spans:
        parts += [escape(text[last:start]), "<mark>", escape(text[start:end]), "</mark>"]
        last = end
    parts.append(escape(text[last:]))
    return mark_safe("".join(parts))  # nosec B308 B703 # every part of the text is escaped above
