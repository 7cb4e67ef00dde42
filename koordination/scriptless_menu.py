"""The menu of the CMS for those who run no script: Wagtail builds its own by JavaScript only."""

from dataclasses import dataclass

from django.http import HttpRequest
from django.middleware.csrf import get_token
from wagtail.admin.menu import Menu, SubmenuMenuItem, admin_menu
from wagtail.admin.ui.components import Component


@dataclass(frozen=True)
class Entry:
    """A line of the menu; where it leads nowhere itself, it names those below it."""

    label: str
    url: str
    below: list["Entry"]


class ScriptlessMenuPanel(Component):
    """Where everything is and the way out, on the home page of the CMS; nothing where scripts run."""

    name = "scriptless_menu"
    template_name = "koordination/admin/scriptless_menu.html"
    order = 50

    def get_context_data(self, parent_context):
        request = parent_context["request"]
        return {"entries": entries(admin_menu, request), "csrf_token": get_token(request)}


def entries(menu: Menu, request: HttpRequest) -> list[Entry]:
    """Return what a menu shows to whoever asks, in its order, without what only a script opens."""
    shown = sorted(menu.menu_items_for_request(request), key=lambda item: item.order)
    made = [
        Entry(item.label, item.url, entries(item.menu, request) if isinstance(item, SubmenuMenuItem) else [])
        for item in shown
    ]
    return [entry for entry in made if entry.below or entry.url != "#"]
