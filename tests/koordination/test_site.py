"""The assembled site: front door, policies, error pages, API beside the language tree."""

import errno
import sys

import pytest
from django.contrib.auth.models import Group, User
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import get_resolver

from koordination import error_views
from koordination.middleware import ApiSafeLocaleMiddleware
from koordination.roles import ADMIN, COORDINATOR, EDITOR, set_up_roles
from koordination.settings import environment

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("languages", "home_of"), [("de", "/de/"), ("en", "/de/"), ("fr", "/de/"), ("", "/de/")])
def test_the_front_door_leads_to_a_home_page_that_exists(client, home, languages, home_of):
    response = client.get("/", headers={"Accept-Language": languages})

    assert (response.status_code, response["Location"]) == (302, home_of)
    assert client.get(home_of).status_code == 200


def test_the_public_policy_allows_nothing_unsafe(client, home):
    policy = client.get("/de/")["Content-Security-Policy"]

    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_the_cms_may_be_framed_by_itself_and_runs_nothing_inline(client, home):
    policy = client.get("/admin/login/")["Content-Security-Policy"]

    assert "'unsafe-inline'" not in policy
    assert "frame-ancestors 'self'" in policy


@pytest.mark.parametrize("path", ["/api/v1/gibtesnicht/", "/api/v3-preview/gibtesnicht/", "/documents/99/x.pdf"])
def test_a_404_outside_the_language_tree_stays_a_404(client, home, path):
    assert client.get(path).status_code == 404


def test_without_our_middleware_a_404_of_the_api_becomes_a_redirect(client, home, settings):
    """Negative control: Django's own middleware leads /api/… to /de/api/…"""
    ours = f"{ApiSafeLocaleMiddleware.__module__}.ApiSafeLocaleMiddleware"
    settings.MIDDLEWARE = [
        "django.middleware.locale.LocaleMiddleware" if name == ours else name for name in settings.MIDDLEWARE
    ]

    assert client.get("/api/v1/gibtesnicht/").status_code == 302


def test_an_unknown_page_is_told_in_german(client, home):
    response = client.get("/de/gibt-es-nicht/")

    assert response.status_code == 404
    assert 'lang="de"' in response.content.decode()


def wrong_with_an_error_page(response: HttpResponse) -> list[str]:
    """Return what an error page tells that is nobody's business, and whether it does not speak German."""
    html = response.content.decode()
    told = ["geheim", "RuntimeError", "Traceback", "site-packages", "DJANGO_SETTINGS_MODULE", sys.version.split()[0]]
    return [word for word in told if word in html] + ([] if '<html lang="de"' in html else ["no German"])


@pytest.mark.goal("S24")
@pytest.mark.parametrize(
    ("view", "status"),
    [
        (error_views.bad_request, 400),
        (error_views.permission_denied, 403),
        (error_views.page_not_found, 404),
    ],
)
def test_error_pages_ask_no_database(view, status, django_assert_num_queries, measured):
    with django_assert_num_queries(0):
        response = view(RequestFactory().get("/"), Exception("geheim"))

    assert response.status_code == status
    assert wrong_with_an_error_page(response) == []
    measured(f"{status}: deutsch, ohne Spur, 0 SQL")


@pytest.fixture
def broken(monkeypatch):
    """The address of a view that fails with something nobody is to know."""

    def fail(*args, **kwargs):
        raise RuntimeError("geheim")

    monkeypatch.setattr("kurse.views.booking.find_course", fail)
    return "/de/anmeldung/1/"


@pytest.mark.goal("S24")
def test_a_fault_of_the_server_is_told_in_german_without_a_trace(home, broken, measured):
    response = Client(raise_request_exception=False).get(broken)

    assert response.status_code == 500
    assert wrong_with_an_error_page(response) == []
    measured("500: deutsch, ohne Spur")


@pytest.mark.goal("S24")
def test_the_error_page_of_django_tells_everything(home, broken, settings):
    """Negative control: the page that a server with DEBUG shows everybody."""
    settings.DEBUG = True

    found = wrong_with_an_error_page(Client(raise_request_exception=False).get(broken))

    assert {"geheim", "RuntimeError", "Traceback", "site-packages", "no German"} <= set(found)


@pytest.mark.goal("S24")
def test_a_database_that_is_gone_is_a_503_with_a_time(home, measured):
    middleware = error_views.DatabaseGoneMiddleware(lambda request: HttpResponse())

    response = middleware.process_exception(RequestFactory().get("/"), connection.Database.OperationalError("gone"))
    django_response = middleware.process_exception(
        RequestFactory().get("/"), error_views.OperationalError("connection refused")
    )

    assert response is None
    assert (django_response.status_code, django_response["Retry-After"]) == (503, "30")
    assert wrong_with_an_error_page(django_response) == []
    measured("503: deutsch, ohne Spur, mit Retry-After")


@pytest.mark.parametrize(
    ("fault", "status"),
    [
        (error_views.OperationalError("connection refused"), 503),
        (OSError(errno.ENOSPC, "No space left on device"), 503),
        (OSError(errno.EACCES, "Permission denied"), 500),
    ],
)
def test_a_fault_of_the_machine_is_a_503_wherever_it_strikes(home, settings, monkeypatch, fault, status):
    """A middleware's fault never reaches another middleware: Django has made an error page of it before."""

    def breaks(self, request):
        raise fault

    monkeypatch.setattr("django.contrib.messages.middleware.MessageMiddleware.process_request", breaks)

    response = Client(raise_request_exception=False).get("/de/")

    assert response.status_code == status
    assert response.get("Retry-After") == ("30" if status == 503 else None)


def test_a_missing_variable_is_named(monkeypatch):
    monkeypatch.delenv("SECRET_KEY", raising=False)

    with pytest.raises(ImproperlyConfigured, match="SECRET_KEY"):
        environment.required("SECRET_KEY")


@pytest.mark.parametrize("value", ["ehrenamt.example", "ftp://ehrenamt.example", "https://"])
def test_an_address_that_is_none_is_named(monkeypatch, value):
    monkeypatch.setenv("SITE_URL", value)

    with pytest.raises(ImproperlyConfigured, match="SITE_URL"):
        environment.site_url("SITE_URL")


def test_a_database_address_that_cannot_be_read_is_named(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "quatsch://")

    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL"):
        environment.database("DATABASE_URL", "sqlite:///x")


def test_settings_of_rooms_come_from_the_environment(monkeypatch):
    monkeypatch.setenv("KURSE_HOLD_HOURS", "12")
    monkeypatch.setenv("VORGANG_OFFICE_ADDRESS", "buero@musterkreis.example")

    assert environment.room_settings("KURSE_", "VORGANG_") == {
        "KURSE_HOLD_HOURS": 12,
        "VORGANG_OFFICE_ADDRESS": "buero@musterkreis.example",
    }


def test_a_room_setting_that_is_no_number_is_named(monkeypatch):
    monkeypatch.setenv("KURSE_HOLD_HOURS", "lange")

    with pytest.raises(ImproperlyConfigured, match="KURSE_HOLD_HOURS"):
        environment.room_settings("KURSE_")


def test_the_register_names_the_period_of_the_setting(settings):
    from vorgang.personal_data import register

    settings.KURSE_ERASE_DAYS = 45

    assert str(register()["kurse.Booking"]["name"].erase_after).startswith("45 Tage")


def members(name: str) -> User:
    user = User.objects.create_user(name, password="geheim-genug-1")
    user.groups.add(Group.objects.get(name=name))
    return user


def test_only_the_administration_manages_users(home):
    set_up_roles()

    rights = {name: members(name).has_perm("auth.change_user") for name in (EDITOR, COORDINATOR, ADMIN)}

    assert rights == {EDITOR: False, COORDINATOR: False, ADMIN: True}


def test_an_editor_sees_no_bookings(home):
    set_up_roles()

    rights = {name: members(name).has_perm("kurse.view_booking") for name in (EDITOR, COORDINATOR)}

    assert rights == {EDITOR: False, COORDINATOR: True}


def test_the_cms_carries_the_countys_name(client, home):
    set_up_roles()
    client.force_login(members(COORDINATOR))

    content = client.get("/admin/").content.decode()

    assert "Ehrenamt im Musterkreis" in content
    assert "pages/img/logo.svg" in content


def test_get_of_every_public_address_changes_nothing(client, course):
    """Each address without parameters answers twice, and no row appears."""
    from django.apps import apps

    def rows() -> dict[str, int]:
        return {
            model._meta.label: model.objects.count()
            for model in apps.get_models()
            if model._meta.app_label in {"kurse", "vorgang", "orte", "pages", "sessions"}
        }

    before = rows()
    paths = ["/", "/de/", "/robots.txt", "/sitemap.xml", "/theme.css", "/de/kontakt/", "/de/link-anfordern/"]
    paths += [f"/de/anmeldung/{course.pk}/", course.page.get_url(), "/api/v1/kurse/", "/api/v1/openapi.json"]

    statuses = {path: {client.get(path).status_code, client.head(path).status_code} for path in paths}

    assert rows() == before
    assert all(status < 400 or status == 405 for found in statuses.values() for status in found), statuses


def test_the_resolver_knows_the_rooms(home):
    names = {name for name in get_resolver().reverse_dict if isinstance(name, str)}

    assert {"front_door", "wagtailimages_serve"} <= names


def test_the_docs_of_the_api_ask_no_foreign_host(client, home):
    content = client.get("/api/v1/docs/").content.decode()

    assert "https://" not in content.replace("https://json-schema.org", "")


@pytest.mark.parametrize("preferred", ["en", "ar", "fr"])
def test_the_cms_speaks_german_whatever_the_browser_prefers(client, home, preferred):
    set_up_roles()
    client.force_login(members(COORDINATOR))

    content = client.get("/admin/", headers={"Accept-Language": preferred}).content.decode()

    assert '<html lang="de" dir="ltr"' in " ".join(content.split())
    assert "Posteingang" in content
