"""The house stands: contracts hold, and every room lives alone with the floors below it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

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


@pytest.mark.slow
@pytest.mark.parametrize("room", FLOORS)
def test_a_room_lives_alone_in_a_bare_site(room, tmp_path):
    """Install one room with its floors only, migrate, and render one page (string foreign keys included)."""
    result = run(
        sys.executable,
        "-m",
        "tests.bare_site",
        room,
        BARE_ROOMS=",".join(FLOORS[room]),
        BARE_FOLDER=str(tmp_path),
        DJANGO_SETTINGS_MODULE="tests.bare_settings",
        DATABASE_URL="",
    )

    assert result.returncode == 0, result.stdout + result.stderr
    assert result.stdout.splitlines()[-1] == f"{room}: 200"
