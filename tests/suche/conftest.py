"""A knowledge base small enough to know by heart, and an index of it in a folder of its own."""

import pytest

from suche.engine_choice import engine
from suche.indexing import rebuild
from tests.suche.knowledge import make_knowledge


@pytest.fixture
def index_folder(settings, tmp_path):
    """The folder of an index that nobody else uses."""
    settings.SUCHE_URL = f"embedded://{tmp_path / 'suche'}"
    return tmp_path / "suche"


@pytest.fixture
def knowledge(home, index_folder):
    """Three published questions by their slug."""
    return make_knowledge(home)


@pytest.fixture
def index(knowledge):
    """The engine with an index of everything published."""
    rebuild()
    return engine()
