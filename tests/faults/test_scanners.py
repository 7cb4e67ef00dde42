"""What scanners of others find in the running site, as a visitor and logged in as an editor: `make probe`."""

from urllib.parse import urlsplit

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher, make_password
from django.contrib.auth.models import User

from tests import factories
from tests.deploy.installation import EDITOR, PASSWORD
from tests.deploy.visitor import Visitor, value_of
from tests.faults.scanners import CSRF, injectable, pages_walked, taken_without_token, weaknesses
from tests.goals import SOAK

pytestmark = pytest.mark.skipif(not SOAK, reason="lange Fassung: make probe")
SECONDS = 180
LONGEST = 8 * SECONDS
TRIED = "sqlmap, level 3, risk 2: {}, 0 Stellen"
FILTERS = "place=1&month=2027-01&tag=recht&sort=name&page=1&free=true"


@pytest.fixture
def site(house, course) -> str:
    """The address of the open house, with one page of every type."""
    factories.make_content(course.page.get_parent().get_parent().specific)
    # The suite hashes by a method of its own, for speed.
    password = make_password(PASSWORD, hasher=Argon2PasswordHasher())
    User.objects.create(username=EDITOR, password=password, is_superuser=True)
    # One person tries a form thousands of times.
    house.extra["VORGANG_MAIL_PER_HOUR"] = "10000"
    house.open()
    return f"http://localhost:{house.port}/"


@pytest.fixture
def editor(house, site) -> Visitor:
    """Somebody who is logged in to the CMS."""
    return house.editor(house.visitor())


@pytest.fixture
def cookie(editor) -> str:
    return "; ".join(f"{name}={value}" for name, value in editor.cookies.items())


@pytest.mark.goal("S3")
def test_a_scanner_finds_nothing_as_a_visitor(site, tmp_path, measured):
    report = tmp_path / "wapiti.json"

    found = weaknesses(site, "de/", report, SECONDS)

    assert found == {}
    assert pages_walked(report) > 20
    measured(f"wapiti als Besucher: {pages_walked(report)} Seiten, 0 Schwachstellen, 0 Auffälligkeiten")


@pytest.mark.goal("S3")
def test_a_scanner_finds_nothing_as_an_editor(site, editor, cookie, tmp_path, measured):
    report = tmp_path / "wapiti.json"

    found = weaknesses(site, "admin/", report, SECONDS, cookie)
    # It reads forms only, and a script sends some of the CMS with the token in a header: what the server takes, counts.
    found.pop(CSRF, None)

    assert found == {}
    assert taken_without_token(report, editor) == []
    assert pages_walked(report) > 20
    measured(f"wapiti im CMS: {pages_walked(report)} Seiten, 0 Schwachstellen, 0 Auffälligkeiten")


@pytest.mark.goal("S4")
@pytest.mark.parametrize("path", ["{programme}?", "/api/v1/kurse/?limit=5&offset=0&", "/de/kurse.ics?"])
def test_no_parameter_can_be_used_for_sql(site, course, tmp_path, path, measured):
    address = site.rstrip("/") + path.format(programme=course.page.get_parent().get_url()) + FILTERS

    assert not injectable(address, tmp_path, LONGEST)
    measured(TRIED.format(urlsplit(address).path))


@pytest.mark.goal("S4")
def test_no_field_of_a_booking_can_be_used_for_sql(house, site, course, tmp_path, measured):
    """With a token that stays good, and a first one that is taken: what is refused anyway proves nothing."""
    address, visitor = f"de/anmeldung/{course.pk}/", house.visitor()
    form = visitor.get(f"/{address}").text
    hidden = {name: value_of(form, name) for name in ("started", "csrfmiddlewaretoken")}
    fields = {"name": "Erika", "email": "erika@beispiel.example", "consent": "on", **hidden}
    assert visitor.post(f"/{address}", fields).status == 302

    body = "&".join(f"{name}={value}" for name, value in fields.items())
    cookies = "; ".join(f"{name}={value}" for name, value in visitor.cookies.items())
    options = ("--data", body, "--cookie", cookies, "--param-exclude", "csrfmiddlewaretoken")

    assert not injectable(site + address, tmp_path, LONGEST, *options)
    measured(TRIED.format("POST /de/anmeldung/"))


@pytest.mark.goal("S4")
def test_no_filter_of_the_cms_can_be_used_for_sql(site, cookie, tmp_path, measured):
    filters = "admin/kurse/buchungen/?q=x&state=held&ordering=name&p=1"

    assert not injectable(site + filters, tmp_path, LONGEST, "--cookie", cookie)
    measured(TRIED.format("/admin/kurse/buchungen/"))


@pytest.mark.goal("S3", "S4")
def test_the_scanners_find_a_hole(house, tmp_path):
    """Negative control: a filter that goes into SQL and into the page as it comes."""
    house.application = "tests.faults.injectable_wsgi"
    house.open()
    site, path = f"http://localhost:{house.port}/", "de/kurse/?place=1"

    found = weaknesses(site, path, tmp_path / "wapiti.json", SECONDS // 3)

    assert {"Reflected Cross Site Scripting", "SQL Injection"} <= set(found)
    assert injectable(site + path, tmp_path, LONGEST)
