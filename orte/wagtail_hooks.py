"""What orte answers to the hooks."""

from wagtail import hooks

from orte.admin_viewsets import OrteGroup
from orte.api import router
from orte.choosers import municipality_chooser, place_chooser
from orte.search_sources import search_sources


@hooks.register("register_admin_viewset")
def register_viewsets():
    return [OrteGroup(), municipality_chooser, place_chooser]


@hooks.register("register_api_router")
def register_api_router():
    return "", router


@hooks.register("register_search_source")
def register_search_source():
    return search_sources()
