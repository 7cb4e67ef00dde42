"""Which versions of TLS are spoken, and to whom (reliability S14)."""

import ssl

import pytest

pytestmark = pytest.mark.slow


@pytest.mark.goal("S14")
@pytest.mark.parametrize(
    ("version", "name"), [(ssl.TLSVersion.TLSv1_2, "TLSv1.2"), (ssl.TLSVersion.TLSv1_3, "TLSv1.3")]
)
def test_tls_1_2_and_1_3_are_spoken(site, version, name, measured):
    with site.visitor().socket(lowest=version, highest=version) as connection:
        assert connection.version() == name
    measured(f"{name} gesprochen")


OLD_VERSIONS = {ssl.TLSVersion.TLSv1: "TLSv1", ssl.TLSVersion.TLSv1_1: "TLSv1.1"}


@pytest.mark.goal("S14")
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("version", OLD_VERSIONS)
def test_older_versions_are_refused_by_the_server(site, version, measured):
    with pytest.raises(ssl.SSLError, match="ALERT_PROTOCOL_VERSION|alert protocol version"):
        site.visitor().socket(lowest=version, highest=version)
    measured(f"{OLD_VERSIONS[version]} abgewiesen")


@pytest.mark.goal("S14")
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("version", OLD_VERSIONS)
def test_a_server_that_speaks_older_versions_is_found(lenient_house, version):
    """Negative control: the same visitor gets through where the configuration lets them."""
    with lenient_house.visitor().socket(lowest=version, highest=version) as connection:
        assert connection.version() == OLD_VERSIONS[version]


def test_a_name_that_is_not_ours_gets_no_certificate(site):
    stranger = site.visitor()
    stranger.host = "fremd.example"

    with pytest.raises(ssl.SSLError, match="UNRECOGNIZED_NAME|unrecognized name"):
        stranger.socket()
