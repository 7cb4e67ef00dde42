"""Whom the site forgets besides the rooms' cases: accounts, people on pictures and in documents.

Wagtail's own log keeps the label of a row that is gone, which of an account is its name and of a picture often
somebody's. The entry stays, its label does not.
"""

from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.models import CharField, QuerySet
from django.db.models.functions import Cast
from django.db.models.signals import post_delete
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import ModelLogEntry, Page, PageLogEntry

from vorgang.keeping.erasure import sweep
from vorgang.keeping.erasure_log import Forgettable, note_erased


def delete(row) -> None:
    row.delete()


def forgettables() -> list[Forgettable]:
    return [
        Forgettable(get_user_model(), "date_joined", delete),
        Forgettable(get_image_model(), "created_at", delete),
        Forgettable(get_document_model(), "created_at", delete),
    ]


def note_deleted(sender, instance, **kwargs) -> None:
    [made_at] = [item.made_at for item in forgettables() if item.model is sender]
    note_erased([instance], made_at=made_at)


def connect() -> None:
    """Write into the log of erasures whatever way such a row is deleted."""
    for item in forgettables():
        post_delete.connect(note_deleted, sender=item.model, dispatch_uid=f"koordination.note {item.model._meta.label}")


def erase_labels() -> int:
    """Empty what Wagtail's log still says of rows that are gone, and return of how many entries."""
    emptied = 0
    for item in forgettables():
        model = item.model
        gone = (
            ModelLogEntry.objects.filter(content_type=ContentType.objects.get_for_model(model))
            .exclude(label="")
            .exclude(object_id__in=model._base_manager.annotate(key=Cast("pk", CharField())).values("key"))
        )
        emptied += sweep(f"wagtailcore.ModelLogEntry:{model._meta.label_lower}", gone, empty)
    pages = PageLogEntry.objects.exclude(label="").exclude(page_id__in=Page._base_manager.values("pk"))
    return emptied + sweep("wagtailcore.PageLogEntry:page-gone", pages, empty)


def tidy_search_index() -> None:
    """Let SQLite's full-text index give up the words of what is gone, which it only marks as deleted until then."""
    name = "wagtailsearch_indexentry_fts"
    if connection.vendor == "sqlite" and name in connection.introspection.table_names():
        with connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO {name}({name}) VALUES ('optimize')")  # noqa: S608  # nosec B608 # a name of ours


def empty(entries: QuerySet) -> None:
    entries.update(label="", data={})
