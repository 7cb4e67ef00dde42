"""Wagtail's choosers, started by an element in the place of an inline script (docs/adr/0009).

BaseChooser.render of Wagtail 8.0 ends in `<script>new PageChooser("id_page", {…});</script>`, written in Python, so
that no template of ours can take its place.
"""

import re
from functools import wraps

from django.utils.html import format_html
from django.utils.safestring import mark_safe
from wagtail.admin.widgets.chooser import BaseChooser

INLINE_START = re.compile(r"<script>(?:new )?(?P<call>\w+)\((?P<arguments>.*)\);</script>\Z", re.DOTALL)


def started_by_element(render):
    """Return the rendering with `<cms-start>` for the script; its arguments are JSON in Wagtail already."""

    @wraps(render)
    def render_without_script(self, name, value, attrs=None, renderer=None):
        return mark_safe(INLINE_START.sub(start_element, render(self, name, value, attrs, renderer)))  # nosec B308 B703 # Wagtail's own

    return render_without_script


def start_element(script: re.Match) -> str:
    return format_html('<cms-start hidden call="{}" arguments="[{}]"></cms-start>', script["call"], script["arguments"])


def start_choosers() -> None:
    """Put the rendering above in the place of Wagtail's; called once when the site starts."""
    if not hasattr(BaseChooser.render, "__wrapped__"):
        BaseChooser.render = started_by_element(BaseChooser.render)
