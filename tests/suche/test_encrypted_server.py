"""A real Elasticsearch behind TLS: believed where its authority is named, else the embedded engine answers."""

import json
from base64 import b64encode
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from suche.engines.interface import EngineError
from suche.indexing.following import rebuild
from tests.own_authority import authority
from tests.search_server import NAME, OPERATOR, PASSWORD, ROLE, Server
from tests.suche.engines import fresh_prefix, shared_server
from tests.suche.knowledge import make_knowledge

pytestmark = [pytest.mark.slow, pytest.mark.django_db, pytest.mark.xdist_group("elasticsearch")]


@pytest.fixture(scope="module")
def encrypted_server():
    with shared_server(encrypted=True) as started:
        yield started


@pytest.fixture
def site(settings, tmp_path, home, encrypted_server: Server):
    """The site with three answers, asking a server that speaks TLS only; whom it believes is still to be said."""
    settings.SUCHE_URL, settings.SUCHE_FOLDER = encrypted_server.url(fresh_prefix()), str(tmp_path / "suche")
    make_knowledge(home)
    return settings


def answer(client) -> tuple[str, bool, str]:
    """Return (engine, whether it stands in for another one, slug of the first hit)."""
    found = client.get("/api/v1/suche/", {"q": "spendenquittung"}).json()
    return found["engine"], found["substituted"], found["results"][0]["url"].rstrip("/").rpartition("/")[2]


def answer_of_warm_server(client) -> tuple[str, bool, str]:
    """Ask until the server answers itself: its first answers may take longer than a visitor waits."""
    for _ in range(10):
        if (found := answer(client))[0] == "elasticsearch":
            break
    return found


def test_a_server_is_believed_whose_authority_the_settings_name(site, client, encrypted_server):
    site.SUCHE_CA_FILE = str(encrypted_server.authority.certificate)

    assert rebuild() > 0
    assert answer_of_warm_server(client) == ("elasticsearch", False, "spenden")


@pytest.mark.parametrize("believed", ["another authority", "those of the system"])
def test_a_server_of_a_foreign_authority_is_told_nothing(site, client, tmp_path, caplog, believed):
    """Negative control: it is the certificate that opens the way, and without it the embedded engine answers."""
    if believed == "another authority":
        site.SUCHE_CA_FILE = str(authority(tmp_path, "fremd").certificate)

    with pytest.raises(EngineError, match="CERTIFICATE_VERIFY_FAILED"):
        rebuild()

    assert answer(client) == ("embedded", True, "spenden")
    assert "CERTIFICATE_VERIFY_FAILED" in caplog.text
    assert PASSWORD not in caplog.text


def test_the_distribution_for_tests_makes_no_api_keys(encrypted_server):
    """What docs/betrieb.md says of them: the index that would keep them needs a module that is not there."""
    status, told = asked_for_a_key(encrypted_server, OPERATOR)

    assert (status, "pattern_capture" in told) == (400, True)
    assert "pattern_capture" in Path("docs/betrieb.md").read_text(encoding="utf-8")


def test_the_sites_own_user_may_make_none_anyway(encrypted_server):
    status, told = asked_for_a_key(encrypted_server, NAME)

    assert (status, "security_exception" in told) == (403, True)


def asked_for_a_key(server: Server, user: str) -> tuple[int, str]:
    """Ask for an API key with the role of the site; returns (status, answer)."""
    wanted = {"name": "koordination", "role_descriptors": {"koordination": ROLE}}
    named = b64encode(f"{user}:{PASSWORD}".encode()).decode()
    request = Request(
        f"{server.address}/_security/api_key",
        data=json.dumps(wanted).encode(),
        headers={"Content-Type": "application/json", "Authorization": f"Basic {named}"},
    )
    try:
        with urlopen(request, context=server.trust(), timeout=30) as found:
            return found.status, found.read().decode()
    except HTTPError as refused:
        return refused.code, refused.read().decode()
