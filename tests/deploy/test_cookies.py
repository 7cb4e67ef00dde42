"""The cookies of the shipped configuration: none before a form, and each bound to its host and hidden from scripts."""

import pytest

from tests.cookies import weaknesses
from tests.deploy.installation import EDITOR, PASSWORD
from tests.deploy.visitor import Answer, Visitor, value_of

pytestmark = [pytest.mark.slow, pytest.mark.goal("S16")]


def cookies_of(*answers: Answer) -> list[str]:
    """Return the Set-Cookie lines of some answers."""
    return [line for answer in answers for line in answer.all("Set-Cookie")]


def log_in_and_out(visitor: Visitor) -> list[Answer]:
    """Return the answers of a whole visit of the CMS, which ends with a message."""
    page = visitor.get("/admin/login/")
    credentials = {"username": EDITOR, "password": PASSWORD}
    inside = visitor.post(
        "/admin/login/", {"csrfmiddlewaretoken": value_of(page.text, "csrfmiddlewaretoken"), **credentials}
    )
    token = value_of(visitor.get("/admin/account/").text, "csrfmiddlewaretoken")
    return [page, inside, visitor.post("/admin/logout/", {"csrfmiddlewaretoken": token})]


def test_a_visitor_gets_no_cookie_before_a_form_and_then_a_safe_one(site):
    visitor = site.visitor()

    before = cookies_of(visitor.get("/de/"))
    [cookie] = cookies_of(visitor.get(f"/de/anmeldung/{site.course_id}/"))

    assert before == []
    assert cookie.startswith("__Host-csrftoken=")
    assert weaknesses(cookie) == {}


def test_every_cookie_of_the_cms_is_a_safe_one(site, measured):
    lines = cookies_of(*log_in_and_out(site.visitor()))

    names = {line.partition("=")[0] for line in lines}
    assert names == {"__Host-csrftoken", "__Host-sessionid", "__Host-messages"}
    assert weaknesses(*lines) == {}
    measured(f"{len(names)} von {len(names)} Cookies mit __Host-, Secure, HttpOnly und SameSite; 0 vor einem Formular")
