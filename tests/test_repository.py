"""What the repository promises beside its code: one version, a licence, locks without addresses."""

import re
import tomllib
from pathlib import Path

import pytest
import yaml

pytestmark = pytest.mark.database_free
ROOT = Path(__file__).resolve().parent.parent


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


@pytest.mark.goal("O1")
def test_publiccode_has_what_the_standard_asks_and_the_version_of_the_project():
    code = yaml.safe_load(read("publiccode.yml"))
    project = tomllib.loads(read("pyproject.toml"))["project"]

    assert code["softwareVersion"] == project["version"]
    assert code["legal"]["license"] == project["license"] == "EUPL-1.2"
    assert {
        "name",
        "url",
        "platforms",
        "developmentStatus",
        "softwareType",
        "maintenance",
        "localisation",
    } <= code.keys()
    assert set(code["description"]["de"]) == {"genericName", "shortDescription", "longDescription", "features"}
    assert len(code["description"]["de"]["shortDescription"]) <= 150


@pytest.mark.goal("O2")
def test_the_licence_is_the_eupl():
    assert read("LICENSE").startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2")


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt", "requirements-npm.txt"])
def test_locks_have_a_hash_for_every_package_and_no_address(name):
    text = read(name)
    packages = re.findall(r"^[a-z0-9].*==", text, re.MULTILINE)
    blocks = re.split(r"^(?=[a-z0-9].*==)", text, flags=re.MULTILINE)[1:]

    assert len(packages) == len(blocks) > 0
    assert all("--hash=sha256:" in block for block in blocks)
    assert "://" not in text


def test_the_npm_lock_names_no_address():
    assert "resolved" not in read("package-lock.json")


def test_every_direct_dependency_is_in_the_lock():
    lock = read("requirements.txt").lower()
    wanted = re.findall(r"^([A-Za-z0-9-]+)", read("requirements.in"), re.MULTILINE)

    assert [name for name in wanted if f"\n{name.lower()}" not in f"\n{lock}"] == []


def test_every_decision_has_a_number_of_its_own():
    numbers = [path.name[:4] for path in sorted((ROOT / "docs" / "adr").glob("*.md"))]

    assert numbers == [f"{number:04}" for number in range(1, len(numbers) + 1)]


def test_every_picture_of_the_readme_exists():
    pictures = re.findall(r"!\[[^\]]*\]\(([^)]+)\)", read("README.md"))

    assert pictures
    assert [name for name in pictures if not (ROOT / name).exists()] == []
