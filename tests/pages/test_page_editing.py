"""A page that saves itself while it is being published stays published; Wagtail's own view takes it down again."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from wagtail import hooks
from wagtail.admin.views.pages.edit import EditView
from wagtail.test.utils.form_data import inline_formset, nested_form_data, streamfield

from pages.desk.page_editing import OrderlyEditView
from pages.models import ContentPage

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE_SECONDS = 1.0


@pytest.fixture
def draft(home) -> ContentPage:
    page = home.add_child(instance=ContentPage(title="Entwurf", slug="entwurf", live=False))
    page.save_revision()
    return page


def send(user, page: ContentPage, **fields) -> int:
    client = Client()
    client.force_login(user)
    form = nested_form_data(
        {"title": page.title, "slug": page.slug, "body": streamfield([]), "comments": inline_formset([])}
    )
    try:
        return client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), form | fields).status_code
    finally:
        connection.close()


def save_while_publishing(user, page: ContentPage) -> list[int]:
    """Let the page save itself, and publish it when the save has read the page but not yet written it."""
    has_read, published = Event(), Event()

    def wait(request, page):
        if "action-publish" not in request.POST:
            has_read.set()
            published.wait(PATIENCE_SECONDS)

    with hooks.register_temporarily("before_edit_page", wait), ThreadPoolExecutor(2) as pool:
        save = pool.submit(send, user, page)
        has_read.wait()
        publish = pool.submit(send, user, page, **{"action-publish": "1"})
        publish.add_done_callback(lambda _: published.set())
        return [save.result(), publish.result()]


def test_a_page_that_saves_itself_meanwhile_is_published(admin_user, draft):
    assert save_while_publishing(admin_user, draft) == [302, 302]

    draft.refresh_from_db()
    assert draft.live


def test_without_the_lock_the_page_is_taken_down_again(admin_user, draft, monkeypatch):
    """Negative control of the test above."""
    monkeypatch.setattr(OrderlyEditView, "dispatch", EditView.dispatch)

    assert save_while_publishing(admin_user, draft) == [302, 302]

    draft.refresh_from_db()
    assert not draft.live
