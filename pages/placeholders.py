"""Names in braces that stand for something in any text an editor writes: the rooms say what.

A room answers the hook `register_placeholder` with a function that gets what stands between the braces and returns
plain text, or None for a name that is not its own. What nobody knows stays as it was written.

Every rich text in which they are filled in has the features PLACEHOLDERS: under these two names a room registers by
Wagtail's `register_rich_text_features` a button that inserts one and a mark on those that stand there. Without such a
room the editor passes over them.
"""

import re

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from wagtail import hooks

PLACEHOLDERS = ["placeholder", "placeholder-name"]
PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]{1,59}(?:/\d{1,4})?(?:@\d{4}-\d\d-\d\d)?)\}")


def value_of(name: str) -> str | None:
    for answer in hooks.get_hooks("register_placeholder"):
        value = answer(name)
        if value is not None:
            return value
    return None


def filled(text: str) -> str:
    """Return a plain text with its placeholders filled in."""
    if "{" not in text:
        return text
    return PLACEHOLDER.sub(lambda found: found[0] if (value := value_of(found[1])) is None else value, text)


def filled_html(html: str) -> SafeString:
    """Return safe HTML with its placeholders filled in; what is filled in is escaped."""
    if "{" in html:
        html = PLACEHOLDER.sub(lambda found: found[0] if (value := value_of(found[1])) is None else escape(value), html)
    return mark_safe(html)  # nosec B308 B703 # takes safe HTML and adds escaped text
