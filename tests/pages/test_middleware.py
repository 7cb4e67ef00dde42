"""Unreadable paths, unwanted characters in the query, unknown methods."""

import pytest
from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.test import RequestFactory

from pages.middleware import CleanAddressMiddleware

pytestmark = pytest.mark.django_db


def seen_by_the_view(method: str, path: str, query: str = ""):
    request = RequestFactory().generic(method, path, QUERY_STRING=query)
    seen = []
    response = CleanAddressMiddleware(lambda request: seen.append(request) or HttpResponse())(request)
    return response, (seen or [None])[0]


@pytest.mark.parametrize("method", ["TRACE", "FOO", "CONNECT"])
def test_unknown_methods_are_refused(client, home, method):
    response = client.generic(method, "/de/")

    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS")


@pytest.mark.parametrize("path", ["/de/%00/", "/de/a%FFb/", "/de/%C3/", "/de/%E2%80%AE/", "/de/%01", "/%EF%BF%BF/"])
def test_an_unreadable_path_is_a_bad_request_with_a_german_page(client, home, path):
    response = client.get(path)

    assert response.status_code == 400
    assert "<html" in response.content.decode()


def test_without_the_middleware_the_path_would_reach_the_view():
    request = RequestFactory().get("/de/%00/")

    assert "\x00" in request.path_info
    with pytest.raises(BadRequest):
        CleanAddressMiddleware(lambda request: HttpResponse())(request)


def test_umlauts_and_emoji_in_a_path_are_readable():
    response, request = seen_by_the_view("GET", "/de/m%C3%BCnster-%F0%9F%8E%89/")

    assert (response.status_code, request.path_info) == (200, "/de/münster-🎉/")


@pytest.mark.parametrize(
    ("query", "cleaned"),
    [
        ("q=a%00b", "q=ab"),
        ("q=%E2%80%AEabc", "q=abc"),
        ("q=%FFabc", "q=abc"),
        ("q%00=a", "q=a"),
        ("q=a%00&q=b&tag=x", "q=a&q=b&tag=x"),
        ("q=" + "x" * 50_000, "q=" + "x" * 500),
    ],
    ids=["NUL", "override", "broken UTF-8", "NUL in a name", "several", "long"],
)
def test_a_query_is_cleaned_and_answered(query, cleaned):
    response, request = seen_by_the_view("GET", "/de/", query)

    assert response.status_code == 200
    assert (request.GET.urlencode(), request.get_full_path()) == (cleaned, f"/de/?{cleaned}")


def test_a_clean_query_is_left_alone():
    _response, request = seen_by_the_view("GET", "/de/", "q=Vereine+f%C3%B6rdern&q=")

    assert (request.GET.getlist("q"), request.META["QUERY_STRING"]) == (
        ["Vereine fördern", ""],
        "q=Vereine+f%C3%B6rdern&q=",
    )


def test_the_cleaned_query_cannot_be_changed_by_accident():
    _response, request = seen_by_the_view("GET", "/de/", "q=%00")

    with pytest.raises(AttributeError):
        request.GET["q"] = "x"


def test_selected_text_in_the_cms_is_not_cut():
    _response, request = seen_by_the_view("GET", "/admin/choose-page/", "link_text=" + "x" * 900 + "%00")

    assert request.GET["link_text"] == "x" * 900


def test_more_fields_than_anybody_sends_are_a_bad_request(client, home):
    response = client.get("/de/?" + "&".join(f"a{number}=1" for number in range(3000)))

    assert response.status_code == 400
