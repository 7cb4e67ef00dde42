"""What the wheel holds: all of every room, the look inside pages, the design system; nothing else."""

import re
import zipfile
from collections import Counter
from pathlib import PurePosixPath

import pytest

from tests.wheel.conftest import DESIGN, build_wheel, copy_repository
from tests.wheel.guide import ROOT

pytestmark = [pytest.mark.slow, pytest.mark.database_free, pytest.mark.xdist_group("wheel")]

ROOMS = {
    "koordination",
    "pages",
    "orte",
    "vorgang",
    "suche",
    "vereine",
    "kurse",
    "wissen",
    "beratung",
    "boerse",
    "anschluss",
}
OWN_BLOCKS = {"title", "extra_css", "content", "extra_js"}


def names_in(wheel) -> set[str]:
    """Return what a wheel installs, its own description left out."""
    with zipfile.ZipFile(wheel.path) as archive:
        return {name for name in archive.namelist() if ".dist-info/" not in name}


def names_expected(wheel) -> set[str]:
    """Return what the clean copy has in its rooms, the top-level templates at their place inside pages."""
    files = {path.relative_to(wheel.source) for path in wheel.source.rglob("*") if path.is_file()}
    rooms = {path.as_posix() for path in files if path.parts[0] in ROOMS}
    look = {f"pages/{path.as_posix()}" for path in files if path.parts[0] == "templates"}
    return {name for name in rooms | look if "__pycache__" not in name}


def test_the_wheel_holds_every_file_of_every_room_and_no_other(wheel):
    installed = names_in(wheel)

    expected = names_expected(wheel)

    assert installed - expected == set()
    assert expected - installed == set()


def test_every_kind_of_file_that_is_no_python_travels(wheel):
    """The comparison above would also hold for an empty copy; these are counted against the working tree."""
    kinds = Counter(PurePosixPath(name).suffix for name in names_in(wheel))

    tree = Counter(
        path.suffix
        for folder in [*ROOMS, "templates"]
        for path in (ROOT / folder).rglob("*")
        if path.suffix
        in {".html", ".txt", ".css", ".js", ".svg", ".woff2", ".toml", ".jpg", ".png", ".typ", ".mo", ".po"}
    )

    assert {suffix: kinds[suffix] for suffix in tree} == dict(tree)
    assert {".html", ".txt", ".css", ".js", ".svg", ".woff2", ".toml", ".jpg", ".typ", ".mo", ".po"} - set(
        tree
    ) == set()


@pytest.mark.parametrize(
    ("folder", "pattern"),
    [
        ("kurse/templates/kurse", r"kurse/templates/kurse/[a-z_]+\.html"),
        ("orte/templates/orte", r"orte/templates/orte/[a-z_]+\.html"),
        ("vorgang/templates/vorgang", r"vorgang/templates/vorgang/[a-z_]+\.html"),
        ("templates", r"pages/templates/[a-z0-9_]+\.html"),
        ("templates/components", r"pages/templates/components/[a-z_]+\.html"),
        ("pages/static/pages/kern/icons", r"pages/static/pages/kern/icons/[0-9a-f]+\.svg"),
        ("kurse/migrations", r"kurse/migrations/\d{4}_\w+\.py"),
        ("orte/migrations", r"orte/migrations/\d{4}_\w+\.py"),
        ("vorgang/migrations", r"vorgang/migrations/\d{4}_\w+\.py"),
        ("pages/migrations", r"pages/migrations/\d{4}_\w+\.py"),
        ("vorgang/management/commands", r"vorgang/management/commands/(?!__)\w+\.py"),
    ],
)
def test_a_folder_travels_whole(wheel, folder, pattern):
    names = [name for name in names_in(wheel) if re.fullmatch(pattern, name)]

    suffix = ".py" if "py" in pattern.rpartition(".")[2] else pattern.rpartition(".")[2]
    files = [path.name for path in (ROOT / folder).glob(f"*.{suffix.lstrip('.')}") if path.name != "__init__.py"]

    assert sorted(PurePosixPath(name).name for name in names) == sorted(files)
    assert files != []


def test_a_wheel_without_the_design_system_is_refused(tmp_path):
    """Negative control: the design system is not in the repository, so a clone has to fetch it first."""
    source = copy_repository(tmp_path / "source")

    result = build_wheel(source, tmp_path / "dist")

    assert not (source / DESIGN).exists()
    assert result.returncode != 0
    assert "make design" in result.stdout + result.stderr


def test_pages_fill_only_the_blocks_that_any_base_template_has():
    extending = [
        path
        for room in ROOMS
        for path in (ROOT / room / "templates").rglob("*.html")
        if '{% extends "base.html" %}' in path.read_text(encoding="utf-8")
    ]

    blocks = {name for path in extending for name in re.findall(r"{% block (\w+) %}", path.read_text(encoding="utf-8"))}

    assert blocks - OWN_BLOCKS == set()
    assert len(extending) > 10
