"""Google's csp_evaluator judges the content security policies: what it finds is reasoned here, and there is no more."""

import json
import re
import subprocess
from pathlib import Path

import pytest
from django.urls import reverse

from tests import factories
from tests.tools import SHORT, tool

pytestmark = [pytest.mark.django_db, pytest.mark.goal("S13"), pytest.mark.database_free]
DEPLOY = Path(__file__).resolve().parents[2] / "deploy"

# Its question is whether we serve JSONP, AngularJS or what others uploaded: the API has no callbacks, pictures are
# written anew and documents leave as attachments whose type no browser guesses (tests/koordination/test_documents.py).
SELF = ("SCRIPT_ALLOWLIST_BYPASS", "script-src", "'self'")
# One handler of one hash, the one word by which Wagtail's picture editor asks for a touch screen (docs/adr/0009).
JCROP = ("SCRIPT_UNSAFE_HASHES", "script-src-attr", "'unsafe-hashes'")


def findings(*policies: str) -> list[set[tuple]]:
    """Return what the evaluator says of each policy, as (kind, directive, value)."""
    folder = tool("csp_evaluator", "node")
    result = subprocess.run(
        ["node", str(SHORT / "judge_policies.cjs"), str(folder)],
        input=json.dumps(policies),
        capture_output=True,
        text=True,
        check=True,
        timeout=30,
    )
    return [{tuple(found) for found in judged} for judged in json.loads(result.stdout)]


@pytest.fixture
def site(course, client) -> dict[str, str]:
    """Return the policy of each kind of answer of the public site."""
    addresses = {
        "page": "/de/",
        "form": reverse("kurse_book", args=[course.pk]),
        "not found": "/de/gibt-es-nicht/",
        "api": "/api/v1/kurse/",
        "description of the API": "/api/v1/docs/",
    }
    return {name: client.get(address).headers["Content-Security-Policy"] for name, address in addresses.items()}


@pytest.fixture
def cms(course, admin_client) -> dict[str, str]:
    """Return the policy of each kind of answer of the CMS."""
    page = factories.make_content(course.page.get_parent().get_parent().specific)["content"]
    addresses = {
        "login": reverse("account_login"),
        "home": reverse("wagtailadmin_home"),
        "editor": reverse("wagtailadmin_pages:edit", args=[page.pk]),
        "preview": reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk]),
        "not found": "/admin/gibt-es-nicht/",
    }
    return {name: admin_client.get(address).headers["Content-Security-Policy"] for name, address in addresses.items()}


def test_the_evaluator_finds_nothing_in_the_policies_of_the_site_but_what_is_reasoned(site, measured):
    found = dict(zip(site, findings(*site.values()), strict=True))

    assert found == dict.fromkeys(site, {SELF})
    measured(f"csp_evaluator, öffentlich: {len(site)} Arten von Antworten, 1 begründeter Hinweis ('self')")


def test_the_evaluator_finds_nothing_in_the_policies_of_the_cms_but_what_is_reasoned(cms, measured):
    found = dict(zip(cms, findings(*cms.values()), strict=True))

    assert found == dict.fromkeys(cms, {SELF, JCROP})
    measured(f"csp_evaluator, CMS: {len(cms)} Arten von Antworten, 2 begründete Hinweise ('self', ein Hash)")


def test_the_evaluator_finds_nothing_in_the_policies_of_nginx():
    policies = re.findall(r'Content-Security-Policy "([^"]+)"', (DEPLOY / "nginx/koordination.conf").read_text())

    assert findings(*policies) == [set()]


@pytest.mark.parametrize(
    ("loosened", "kind"),
    [
        ("script-src 'self' 'unsafe-inline'", "SCRIPT_UNSAFE_INLINE"),
        ("script-src 'self' 'unsafe-eval'", "SCRIPT_UNSAFE_EVAL"),
        ("script-src 'self' data:", "PLAIN_URL_SCHEMES"),
        ("script-src 'self' *", "PLAIN_WILDCARD"),
    ],
)
def test_a_loosened_policy_is_found(site, loosened, kind):
    """Negative control."""
    policy = site["page"].replace("script-src 'self'", loosened)

    [found] = findings(policy)

    assert kind in {name for name, _directive, _value in found}


def test_a_missing_directive_is_found(site):
    """Negative control: without default-src and object-src an intruder brings a plugin."""
    policy = site["page"].replace("default-src 'none'", "")

    [found] = findings(policy)

    assert {directive for name, directive, _value in found if name == "MISSING_DIRECTIVES"} == {"object-src"}
