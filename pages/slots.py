"""Slots: named places in templates of a lower floor that any room above may fill.

A room writes in its wagtail_hooks.py

    @register_slot("home_courses")
    def next_courses(context):
        return render_to_string(…)

and a template says `{% load pages_tags %}{% slot "home_courses" %}`. Removing the room empties the slot.
"""

from collections.abc import Callable

from django.conf import settings
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, override
from wagtail import hooks

from pages.languages import direction_of, interface_languages


def hook_name(slot: str) -> str:
    return f"slot:{slot}"


def register_slot(slot: str, *, order: int = 0) -> Callable:
    """Register a function (template context) -> safe HTML or text for a slot; lower orders come first."""
    return hooks.register(hook_name(slot), order=order)


def fill(slot: str, context) -> SafeString:
    """Return what all rooms put into a slot, in their order; text that is not safe HTML is escaped.

    Where the rooms do not speak the language of the page, they say it in the site's own, marked as such.
    """
    spoken = get_language() if get_language() in interface_languages() else settings.LANGUAGE_CODE
    with override(spoken):
        answers = [conditional_escape(answer(context) or "") for answer in hooks.get_hooks(hook_name(slot))]
    filling = mark_safe("".join(answers))  # nosec B308 B703 # each is escaped
    if spoken == get_language() or not filling:
        return filling
    return format_html('<div lang="{}" dir="{}">{}</div>', spoken, direction_of(spoken), filling)
