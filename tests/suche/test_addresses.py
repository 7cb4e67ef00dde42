"""Which addresses of an index are taken, and that no password is told."""

import pytest
from django.core.checks import run_checks

from suche.conf import EngineAddress, elastic_address

pytestmark = pytest.mark.database_free
SETTING = EngineAddress("SUCHE_URL")


@pytest.mark.parametrize(
    "url",
    [
        "embedded:",
        "embedded:///srv/suche",
        "elasticsearch+https://koordination:geheim@suche.musterkreis.example:9200/ehrenamt",
        "elasticsearch+https://suche.musterkreis.example",
        "elasticsearch+http://127.0.0.1:9200/ehrenamt",
        "elasticsearch+http://[::1]:9200",
        "elasticsearch+http://elasticsearch:9200/ehrenamt-2",
    ],
)
def test_a_safe_address_is_taken(url):
    assert SETTING.accepts(url)


@pytest.mark.parametrize(
    "url",
    [
        "",
        None,
        5,
        "elasticsearch://suche.musterkreis.example",
        "elasticsearch+http://suche.musterkreis.example:9200/ehrenamt",
        "elasticsearch+ftp://127.0.0.1/ehrenamt",
        "elasticsearch+https://suche.musterkreis.example/Ehrenamt",
        "elasticsearch+https://suche.musterkreis.example/a*",
        "elasticsearch+https://suche.musterkreis.example/a,b",
        "elasticsearch+https://suche.musterkreis.example:99999/ehrenamt",
        "https://suche.musterkreis.example",
    ],
)
def test_any_other_is_refused(url):
    assert not SETTING.accepts(url)


def test_a_refused_address_is_an_error_that_does_not_tell_the_password(settings):
    settings.SUCHE_URL = "elasticsearch+http://koordination:geheim@suche.musterkreis.example/ehrenamt"

    [error] = [found for found in run_checks(tags=["settings"]) if found.id == "suche.E001"]

    assert "SUCHE_URL" in error.msg
    assert "geheim" not in error.msg


def test_names_with_signs_travel_encoded():
    found = elastic_address("elasticsearch+https://amt%40haus:p%3Aw%2Fort@suche.example/ehrenamt")

    assert (found.user, found.password) == ("amt@haus", "p:w/ort")
    assert found.url == "https://suche.example:9200"


def test_a_key_goes_before_a_password_and_certificates_only_with_tls(settings):
    settings.SUCHE_API_KEY, settings.SUCHE_CA_FILE = "schluessel", "/etc/ssl/haus.pem"

    assert elastic_address("elasticsearch+https://a:b@suche.example/x").credentials == {
        "api_key": "schluessel",
        "ca_certs": "/etc/ssl/haus.pem",
    }
    settings.SUCHE_API_KEY = ""
    assert elastic_address("elasticsearch+http://a:b@127.0.0.1/x").credentials == {"basic_auth": ("a", "b")}
