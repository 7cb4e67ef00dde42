"""What follows when content changes: the site map is outdated, pictures get their sizes."""

from django.db.models.signals import post_delete, post_save
from wagtail.models import Locale, Page, PageViewRestriction, Site
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from pages.models import OfficeContact, SiteSettings
from pages.renditions import queue_renditions
from pages.site_map import forget

# A draft that is only being written (autosave) changes none of these.
SHOWN_FIELDS = {"title", "slug", "url_path", "path", "depth", "live", "show_in_menus", "locale", "expired"}


def on_change(**kwargs) -> None:
    forget()


def on_page_saved(instance, update_fields=None, **kwargs) -> None:
    """Follow pages saved by scripts, too, which send no page_published."""
    if isinstance(instance, Page) and (update_fields is None or SHOWN_FIELDS & set(update_fields)):
        forget()


def on_page_deleted(instance, **kwargs) -> None:
    if isinstance(instance, Page):
        forget()


def on_page_published(instance, **kwargs) -> None:
    queue_renditions(instance)


def connect() -> None:
    """Connect everything; called once from PagesConfig.ready()."""
    for signal in (page_published, page_unpublished, page_slug_changed, post_page_move):
        signal.connect(on_change, dispatch_uid="pages.site_map")
    for model in (Site, Locale, PageViewRestriction, SiteSettings, OfficeContact):
        post_save.connect(on_change, sender=model, dispatch_uid="pages.site_map")
        post_delete.connect(on_change, sender=model, dispatch_uid="pages.site_map")
    page_published.connect(on_page_published, dispatch_uid="pages.renditions")
    post_save.connect(on_page_saved, dispatch_uid="pages.site_map.page")
    post_delete.connect(on_page_deleted, dispatch_uid="pages.site_map.page")
