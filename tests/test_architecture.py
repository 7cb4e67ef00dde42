"""The house stands: contracts hold, and every room lives alone with the floors below it."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.database_free
ROOT = Path(__file__).resolve().parent.parent
FLOORS = {
    "pages": ["pages"],
    "orte": ["orte", "pages"],
    "vorgang": ["vorgang", "pages"],
    "suche": ["suche", "pages"],
    "vereine": ["vereine", "orte", "vorgang", "suche", "pages"],
    "kurse": ["kurse", "orte", "vorgang", "suche", "pages"],
    "wissen": ["wissen", "orte", "vorgang", "suche", "pages"],
    "beratung": ["beratung", "orte", "vorgang", "suche", "pages"],
    "boerse": ["boerse", "orte", "vorgang", "suche", "pages"],
    "anschluss": ["anschluss", "vorgang", "pages"],
}
DRAWERS = {"core", "common", "utils", "util", "base", "helpers", "helper", "misc", "manager"}


def python_files() -> list[Path]:
    rooms = ["koordination", *FLOORS]
    return [path for room in rooms for path in (ROOT / room).rglob("*.py") if "migrations" not in path.parts]


def run(*command: str, **environment: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        command, cwd=ROOT, env={**os.environ, **environment}, capture_output=True, text=True, timeout=300
    )


def test_the_import_contracts_hold():
    result = run(str(Path(sys.executable).parent / "lint-imports"))

    assert result.returncode == 0, result.stdout


def test_the_import_contracts_see_an_upward_import(tmp_path):
    """Negative control: a lower room that imports a higher one is red."""
    copy = tmp_path / "house"
    subprocess.run(["git", "clone", "-q", str(ROOT), str(copy)], check=True)
    for room in ["koordination", *FLOORS]:
        (copy / room).mkdir(exist_ok=True)
        (copy / room / "__init__.py").touch()
    (copy / "pages" / "gossip.py").write_text("import kurse.states\n")

    result = subprocess.run(
        [Path(sys.executable).parent / "lint-imports"], cwd=copy, capture_output=True, text=True, check=False
    )

    assert result.returncode != 0
    assert "pages.gossip -> kurse.states" in result.stdout


def test_no_module_is_longer_than_250_lines():
    long = {
        str(path.relative_to(ROOT)): lines
        for path in python_files()
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > 250
    }

    assert long == {}


def test_there_are_no_drawers():
    assert [path for path in python_files() if path.stem in DRAWERS and path.parent.name != "settings"] == []


CUT = ("kurse", "vorgang")
DOORS = (
    *("kurse/urls.py", "kurse/views/", "kurse/api/", "kurse/desk/", "kurse/templatetags/"),
    *("vorgang/urls.py", "vorgang/views/", "vorgang/desk/", "vorgang/subscriptions/api.py"),
    # Counts requests, for the doors of all rooms.
    "vorgang/guards/limits.py",
)
ASKS_FOR_A_REQUEST = re.compile(
    r"\bHttp(Request|Response)|^from (django\.(shortcuts|views)|vorgang\.views)\b", re.MULTILINE
)


def knowing_a_request(folder: Path) -> list[str]:
    files = (path for room in CUT for path in (folder / room).rglob("*.py"))
    asking = (path for path in files if ASKS_FOR_A_REQUEST.search(path.read_text("utf-8")))
    return sorted(name for path in asking if not (name := path.relative_to(folder).as_posix()).startswith(DOORS))


def test_only_the_doors_of_a_room_that_is_cut_know_a_request():
    assert knowing_a_request(ROOT) == []


@pytest.mark.parametrize(
    ("module", "found"),
    [
        ("kurse/booking/nosy.py", ["kurse/booking/nosy.py"]),
        ("kurse/nosy.py", ["kurse/nosy.py"]),
        ("kurse/views/door.py", []),
        ("vorgang/keeping/nosy.py", ["vorgang/keeping/nosy.py"]),
        ("vorgang/desk/door.py", []),
    ],
)
def test_a_verb_that_knows_a_request_is_seen(tmp_path, module, found):
    """Negative control of the test above."""
    path = tmp_path / module
    path.parent.mkdir(parents=True)
    path.write_text("from django.http import HttpRequest\n", "utf-8")

    assert knowing_a_request(tmp_path) == found


def run_bare_site(folder: Path, rooms: list[str], *room: str) -> subprocess.CompletedProcess:
    return run(
        sys.executable,
        "-m",
        "tests.bare_site",
        *room,
        BARE_ROOMS=",".join(rooms),
        BARE_FOLDER=str(folder),
        DJANGO_SETTINGS_MODULE="tests.bare_settings",
        DATABASE_URL="",
    )


@pytest.fixture(scope="module")
def site_without_rooms(tmp_path_factory) -> Path:
    """The folder of a migrated bare site in which no room is installed yet."""
    folder = tmp_path_factory.mktemp("bare")
    result = run_bare_site(folder, [])
    assert result.returncode == 0, result.stdout + result.stderr
    return folder


@pytest.mark.slow
@pytest.mark.xdist_group("bare")
@pytest.mark.parametrize("room", FLOORS)
def test_a_room_lives_alone_in_a_bare_site(room, site_without_rooms, tmp_path):
    """Install one room with its floors only, migrate, and render one page (string foreign keys included)."""
    shutil.copytree(site_without_rooms, tmp_path, dirs_exist_ok=True)

    result = run_bare_site(tmp_path, FLOORS[room], room)

    assert result.returncode == 0, result.stdout + result.stderr
    assert result.stdout.splitlines()[-1] == f"{room}: 200"


@pytest.mark.slow
@pytest.mark.xdist_group("bare")
def test_a_room_without_a_floor_below_it_does_not_start(site_without_rooms, tmp_path):
    """Negative control: the bare site has really nothing but what it was given."""
    shutil.copytree(site_without_rooms, tmp_path, dirs_exist_ok=True)

    result = run_bare_site(tmp_path, ["kurse", "vorgang", "suche", "pages"], "kurse")

    assert result.returncode != 0
    assert "orte" in result.stderr
