"""What other programs are told of pages: published, taken away, moved; only of pages that everybody may read."""

from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from pages.events import Event, api_path, tell
from pages.models import BasePage


def describe(page: Page) -> dict:
    return {
        "id": page.pk,
        "page_type": type(page)._meta.label,
        "locale": page.locale.language_code,
        "url": page.get_url() or "",
        "api_url": api_path("pages_detail", page.pk),
    }


def tell_page(event: str, page: Page) -> None:
    """Tell of a page of ours, unless somebody has to log in or know a password to read it."""
    if isinstance(page, BasePage) and not page.get_view_restrictions().exists():
        tell(event, page)


def on_published(instance: Page, **kwargs) -> None:
    tell_page("page.published", instance)


def on_unpublished(instance: Page, **kwargs) -> None:
    # Wagtail unpublishes what is deleted, too.
    tell_page("page.unpublished", instance)


def on_moved(instance: Page, url_path_before: str, url_path_after: str, **kwargs) -> None:
    # Sorting among its neighbours moves a page, too. A new slug comes with a publication.
    if instance.live and url_path_before != url_path_after:
        tell_page("page.moved", instance.specific)


def page_events() -> list[Event]:
    return [
        Event("page.published", _("Seite veröffentlicht oder geändert"), describe),
        Event("page.unpublished", _("Seite nicht mehr veröffentlicht oder gelöscht"), describe),
        Event("page.moved", _("Seite unter neuer Adresse"), describe),
    ]
