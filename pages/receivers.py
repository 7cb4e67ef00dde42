"""What follows when content changes: the site map and the stored pages are outdated, pictures get their sizes."""

from functools import cache

from django.apps import apps
from django.db.models.signals import post_delete, post_save
from wagtail.images import get_image_model
from wagtail.models import Locale, Page, PageViewRestriction, Site
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from pages import page_events
from pages.caches.pages import outdate_on_commit
from pages.models import OfficeContact, SettingTexts, SiteSettings
from pages.renditions import queue_renditions
from pages.site_map import forget

# A draft that is only being written (autosave) changes none of these.
SHOWN_FIELDS = {"title", "slug", "url_path", "path", "depth", "live", "show_in_menus", "locale", "expired"}

# Written by every autosave and every look into the CMS.
NEVER_SHOWN = {"revision", "formstate", "modellogentry", "pagelogentry", "referenceindex", "workflowstate", "taskstate"}


def on_change(**kwargs) -> None:
    forget()


def on_page_saved(instance, update_fields=None, **kwargs) -> None:
    """Follow pages saved by scripts, too, which send no page_published."""
    if isinstance(instance, Page) and (update_fields is None or SHOWN_FIELDS & set(update_fields)):
        forget()


def on_page_deleted(instance, **kwargs) -> None:
    if isinstance(instance, Page):
        forget()


def on_shown_model_changed(sender, instance, update_fields=None, **kwargs) -> None:
    """Outdate the stored pages when a row changes that pages show; drafts being written change none.

    A model of such a room that no page shows says `shown_on_pages = False`.
    """
    if not getattr(sender, "shown_on_pages", True):
        return
    is_draft = isinstance(instance, Page) and update_fields is not None and not SHOWN_FIELDS & set(update_fields)
    if sender._meta.app_label in shown_apps() and sender._meta.model_name not in NEVER_SHOWN and not is_draft:
        outdate_on_commit()


@cache
def shown_apps() -> frozenset[str]:
    """Return the labels of the apps whose rows pages show: Wagtail's, and the rooms that say `shown_on_pages`."""
    rooms = {config.label for config in apps.get_app_configs() if getattr(config, "shown_on_pages", False)}
    return frozenset(rooms | {"wagtailcore", "wagtailimages", "wagtaildocs", "wagtailredirects", "taggit"})


def on_page_published(instance, **kwargs) -> None:
    queue_renditions(instance)


def connect() -> None:
    """Connect everything; called once from PagesConfig.ready()."""
    for signal in (page_published, page_unpublished, page_slug_changed, post_page_move):
        signal.connect(on_change, dispatch_uid="pages.site_map")
    for model in (Site, Locale, PageViewRestriction, SiteSettings, OfficeContact, SettingTexts, get_image_model()):
        post_save.connect(on_change, sender=model, dispatch_uid="pages.site_map")
        post_delete.connect(on_change, sender=model, dispatch_uid="pages.site_map")
    page_published.connect(page_events.on_published, dispatch_uid="pages.events")
    page_unpublished.connect(page_events.on_unpublished, dispatch_uid="pages.events")
    post_page_move.connect(page_events.on_moved, dispatch_uid="pages.events")
    page_published.connect(on_page_published, dispatch_uid="pages.renditions")
    for signal in (post_save, post_delete):
        signal.connect(on_shown_model_changed, dispatch_uid="pages.page_cache")
    post_save.connect(on_page_saved, dispatch_uid="pages.site_map.page")
    post_delete.connect(on_page_deleted, dispatch_uid="pages.site_map.page")
