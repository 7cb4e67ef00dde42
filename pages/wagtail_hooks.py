"""What the foundation answers to the hooks."""

from wagtail import hooks
from wagtail.models import Page

from pages.api.site import router
from pages.desk.home_panels import StatementPanel
from pages.desk.page_deletion import DeleteFreePageAction
from pages.desk.page_editing import OrderlyPageViewSet
from pages.desk.setting_texts import SettingTextsViewSet, after_settings, lead_to_settings, refuse_making
from pages.page_events import page_events
from pages.search_sources import search_sources


@hooks.register("register_api_router")
def register_api_router():
    return "", router


@hooks.register("register_webhook_event")
def register_webhook_events():
    return page_events()


@hooks.register("register_actions")
def register_actions(registry):
    registry.register(Page, DeleteFreePageAction)


@hooks.register("register_admin_viewset", order=1)
def register_page_views():
    return OrderlyPageViewSet("pages")


@hooks.register("construct_homepage_panels")
def add_statement_panel(request, panels):
    panels.append(StatementPanel())


@hooks.register("register_search_source")
def register_search_source():
    return search_sources()


@hooks.register("register_admin_viewset")
def register_setting_texts():
    return SettingTextsViewSet()


hooks.register("after_edit_setting", after_settings)
hooks.register("before_create_snippet", refuse_making)
hooks.register("before_edit_snippet", lead_to_settings, order=-2)
