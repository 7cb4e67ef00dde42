"""One installation for all tests of this folder."""

import os
from contextlib import ExitStack

import pytest

from tests.deploy import installation


# First, since xdist reads the groups in the same hook.
@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/deploy" in str(item.path):
            item.add_marker(pytest.mark.database_free)
            item.add_marker(pytest.mark.xdist_group("deploy"))


@pytest.fixture(scope="session")
def nginx():
    """The path of nginx, or the reason why this is not run."""
    found = installation.find_nginx()
    if found is None:
        if os.environ.get("CI"):
            pytest.fail("nginx fehlt in CI.")
        pytest.skip("Dieser Test braucht nginx: apt-get install nginx-light")
    return found


@pytest.fixture(scope="session")
def site(nginx, tmp_path_factory):
    """Two web services, a worker and nginx with the shipped configuration, and a course to book."""
    with ExitStack() as stack:
        yield installation.start(tmp_path_factory.mktemp("installation"), stack)


@pytest.fixture(scope="session")
def known_site(nginx, tmp_path_factory):
    """An installation under the name localhost, which programs from outside find."""
    with ExitStack() as stack:
        yield installation.start(tmp_path_factory.mktemp("load"), stack, host="localhost")


@pytest.fixture(scope="session")
def shared_site(site):
    """The site with cache server and bucket, as several hosts have it."""
    if site.cache is None or site.bucket is None:
        if os.environ.get("CI"):
            pytest.fail("PostgreSQL, Valkey oder Redis fehlt in CI.")
        pytest.skip("Dieser Test braucht PostgreSQL und Valkey oder Redis: apt-get install postgresql redis-server")
    return site


@pytest.fixture(scope="session")
def editor(shared_site):
    """Somebody logged in to the CMS."""
    return shared_site.editor(shared_site.visitor())


@pytest.fixture
def empty_house(nginx, tmp_path):
    """nginx alone: no web service answers."""
    with ExitStack() as stack:
        yield installation.start_nginx_alone(tmp_path, stack)


@pytest.fixture
def lenient_house(nginx, tmp_path):
    """nginx alone, which speaks the old versions of TLS too."""
    lenient = {
        r"ssl_protocols [^;]+;": "ssl_protocols TLSv1 TLSv1.1 TLSv1.2 TLSv1.3;",
        r"ssl_ciphers [^;]+;": "ssl_ciphers ALL:@SECLEVEL=0;",
        r"ssl_reject_handshake on;": "ssl_reject_handshake on; ssl_ciphers ALL:@SECLEVEL=0;",
    }
    with ExitStack() as stack:
        yield installation.start_nginx_alone(tmp_path, stack, lenient)
