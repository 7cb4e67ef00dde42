"""Drafts for a front end of its own: only with the token of an editor's preview, for minutes, never kept."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django.core import signing
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.models import FormState
from wagtail.models import Revision

from pages.models import ContentPage
from pages.previews import SALT, token_for
from tests.kurse.conftest import staff

pytestmark = pytest.mark.django_db

ADDRESS = "/api/v1/seiten/vorschau/"
FRONT_END = "https://verein.example/vorschau/"


@pytest.fixture
def page(home) -> ContentPage:
    """A published page whose latest draft says something else."""
    page = home.add_child(instance=ContentPage(title="Mitmachen", slug="mitmachen", introduction="Wie es war."))
    page.introduction = "Wie es wird."
    page.save_revision()
    return page


@pytest.fixture
def editor(home):
    return staff("redaktion", "Redaktion")


def asked(client, token: str, **headers):
    return client.get(ADDRESS, {"token": token}, headers={"Accept-Language": "de", **headers})


def written(client, page: ContentPage, **fields) -> None:
    """Let the CMS keep what an editor has typed and not saved, as its preview does."""
    data = {
        "title": page.title,
        "slug": page.slug,
        "introduction": page.introduction,
        "body-count": "0",
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
        **fields,
    }
    answer = client.post(reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk]), data).json()
    assert answer["is_valid"]


def test_the_token_shows_what_is_typed_and_not_saved(client, page, editor):
    client.force_login(editor)
    latest = asked(client, token_for(page, editor)).json()
    written(client, page, introduction="Was gerade getippt wird.")

    answer = asked(client, token_for(page, editor))

    assert latest["introduction"] == "Wie es wird."
    assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store")
    assert answer.json()["introduction"] == "Was gerade getippt wird."
    assert (answer.json()["id"], answer.json()["type"]) == (page.pk, "pages.ContentPage")


def test_a_visitor_without_a_token_never_sees_the_draft(client, page, editor):
    client.force_login(editor)
    written(client, page, introduction="Was gerade getippt wird.")
    client.logout()

    public = [
        client.get(address).content.decode()
        for address in ("/de/mitmachen/", f"/api/v1/seiten/{page.pk}/", "/api/v1/seiten/", ADDRESS)
    ]

    assert [text for text in public if "Wie es wird" in text or "getippt" in text] == []
    assert client.get(ADDRESS).status_code == 422


def test_a_token_holds_for_a_quarter_of_an_hour(client, page, editor):
    token, now = token_for(page, editor), timezone.now()
    answers = []
    for minutes in (14, 16):
        with time_machine.travel(now + timedelta(minutes=minutes)):
            answers.append(asked(client, token))

    assert [answer.status_code for answer in answers] == [200, 410]
    assert answers[1]["Content-Type"] == "application/problem+json"
    assert answers[1].json()["code"] == "preview_expired"
    assert answers[1].json()["detail"].startswith("Diese Vorschau ist abgelaufen.")


# Made when they are needed: a token is worth a quarter of an hour, and a whole run takes longer.
WRONG_TOKENS = {
    "no token": lambda: "falsch",
    "of another purpose": lambda: signing.dumps([1, 1], salt="other"),
    "altered": lambda: signing.dumps([1, 1], salt=SALT)[:-1] + "x",
    "of a page that is not there": lambda: signing.dumps([10**6, 10**6], salt=SALT),
    "too long": lambda: "x" * 300,
}


@pytest.mark.parametrize("make_token", WRONG_TOKENS.values(), ids=WRONG_TOKENS)
def test_a_wrong_token_is_a_problem_and_tells_nothing(client, page, make_token):
    answer = asked(client, make_token())

    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")


def test_a_token_is_worth_what_its_editor_may(client, page, editor):
    token = token_for(page, editor)
    editor.groups.clear()
    without_rights = asked(client, token).status_code
    editor.is_active = False
    editor.save()

    assert (without_rights, asked(client, token).status_code) == (404, 404)


def test_looking_writes_nothing(client, page, editor):
    before = (Revision.objects.count(), FormState.objects.count())
    asked(client, token_for(page, editor))

    page.refresh_from_db()
    assert (Revision.objects.count(), FormState.objects.count(), page.introduction) == (*before, "Wie es war.")


def test_the_cms_shows_the_front_end_in_a_frame_with_a_token_that_works(client, page, editor, settings):
    settings.PAGES_PREVIEW_URL = FRONT_END
    client.force_login(editor)
    written(client, page)

    response = client.get(reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk]), {"mode": "headless"})

    [address] = [part for part in response.content.decode().split('"') if part.startswith(FRONT_END)]
    [token] = parse_qs(urlsplit(address).fragment)["vorschau"]
    assert urlsplit(address).query == ""
    assert asked(client, token).json()["introduction"] == "Wie es wird."


def test_without_the_setting_there_is_no_such_preview(client, page, editor, settings):
    modes = [mode for mode, _label in page.preview_modes]
    settings.PAGES_PREVIEW_URL = FRONT_END

    assert modes == [""]
    assert [mode for mode, _label in page.preview_modes] == ["", "headless"]


def test_only_the_front_end_may_read_it_from_a_browser(client, page, editor, settings):
    token = token_for(page, editor)
    settings.PAGES_PREVIEW_URL = FRONT_END
    settings.KOORDINATION_API_CORS_ORIGINS = ["*"]

    shared = [
        asked(client, token, Origin=origin).get("Access-Control-Allow-Origin")
        for origin in ("https://verein.example", "https://fremd.example")
    ]

    assert shared == ["https://verein.example", None]
