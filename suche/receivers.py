"""What changes the index: pages published, taken away, moved, deleted, made private."""

from django.db.models.signals import post_delete, post_save, pre_delete
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from suche.documents.sources import key_of
from suche.indexing.following import note_below, note_keys, note_pages


def on_page_changed(instance: Page, **kwargs) -> None:
    note_pages([instance])


def on_page_moved(instance: Page, **kwargs) -> None:
    note_below(instance)


def on_page_deleted(instance, **kwargs) -> None:
    if isinstance(instance, Page) and (key := key_of(instance)):
        note_keys([key])


def on_restriction_changed(instance: PageViewRestriction, **kwargs) -> None:
    note_below(instance.page)


def connect() -> None:
    """Connect everything; called once from SucheConfig.ready()."""
    for signal in (page_published, page_unpublished):
        signal.connect(on_page_changed, dispatch_uid="suche.changed")
    for signal in (post_page_move, page_slug_changed):
        signal.connect(on_page_moved, dispatch_uid="suche.moved")
    pre_delete.connect(on_page_deleted, dispatch_uid="suche.deleted")
    for signal in (post_save, post_delete):
        signal.connect(on_restriction_changed, sender=PageViewRestriction, dispatch_uid="suche.restricted")
