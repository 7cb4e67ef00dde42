"""A knowledge base small enough to know by heart, and an index of it in a folder of its own."""

import pytest

from suche.engines.choice import engine
from suche.indexing.following import rebuild
from tests.suche.engines import ENGINES, fresh_prefix, shared_server
from tests.suche.knowledge import make_knowledge


@pytest.fixture(scope="session")
def search_server():
    """A real Elasticsearch that the tests of a process share, each with an index of its own."""
    with shared_server() as started:
        yield started


@pytest.fixture
def index_folder(settings, tmp_path):
    """The folder of an index that nobody else uses."""
    settings.SUCHE_URL = f"embedded://{tmp_path / 'suche'}"
    return tmp_path / "suche"


@pytest.fixture
def index_server(settings, tmp_path, search_server):
    """A real server as the engine of the site, with an index that nobody else uses."""
    settings.SUCHE_URL, settings.SUCHE_FOLDER = search_server.url(fresh_prefix()), str(tmp_path / "suche")
    return search_server


@pytest.fixture(params=ENGINES)
def either_engine(request):
    """One engine after the other."""
    request.getfixturevalue("index_folder" if request.param == "embedded" else "index_server")
    return request.param


@pytest.fixture
def knowledge(home, either_engine):
    """Three published questions by their slug."""
    return make_knowledge(home)


@pytest.fixture
def index(knowledge):
    """The engine with an index of everything published."""
    rebuild()
    return engine()
