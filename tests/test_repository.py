"""What the repository promises beside its code: one version, a licence, locks without addresses."""

import os
import re
import subprocess
import sys
import tomllib
from fnmatch import fnmatch
from pathlib import Path

import pytest
import yaml

from tests.run import PRODUCTION

pytestmark = pytest.mark.database_free
ROOT = Path(__file__).resolve().parent.parent


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


# What publiccode.yml 0.7.0 makes obligatory.
OBLIGATORY = {
    "publiccodeYmlVersion",
    "name",
    "url",
    "platforms",
    "developmentStatus",
    "softwareType",
    "description",
    "legal",
    "maintenance",
    "localisation",
}
DESCRIPTION = {"shortDescription", "longDescription", "features"}
PLATFORMS = {"web", "windows", "mac", "linux", "ios", "android"}
STATUSES = {"concept", "development", "beta", "stable", "obsolete"}
TYPES = {"standalone/mobile", "standalone/iot", "standalone/desktop", "standalone/web", "standalone/backend"}
TYPES |= {"standalone/other", "addon", "library", "configurationFiles"}
MAINTAINED_BY = {"internal": "contacts", "community": "contacts", "contract": "contractors", "none": "contacts"}


def faults_of(code: dict) -> list[str]:
    """Return what publiccode.yml 0.7.0 would refuse in a description, by the key."""
    faults = sorted(OBLIGATORY - code.keys())
    if faults:
        return faults
    checks = {
        "publiccodeYmlVersion": code["publiccodeYmlVersion"].startswith("0."),
        "url": code["url"].startswith("https://"),
        "platforms": set(code["platforms"]) <= PLATFORMS and bool(code["platforms"]),
        "developmentStatus": code["developmentStatus"] in STATUSES,
        "softwareType": code["softwareType"] in TYPES,
        "legal/license": bool(code["legal"].get("license")),
        "maintenance/type": code["maintenance"].get("type") in MAINTAINED_BY,
        "maintenance/contacts": bool(code["maintenance"].get(MAINTAINED_BY.get(code["maintenance"].get("type"), ""))),
        "localisation/localisationReady": isinstance(code["localisation"].get("localisationReady"), bool),
        "localisation/availableLanguages": bool(code["localisation"].get("availableLanguages")),
        "organisation/uri": "organisation" not in code or bool(code["organisation"].get("uri")),
    }
    for language, described in code["description"].items():
        checks[f"description/{language}"] = (
            described.keys() >= DESCRIPTION
            and len(described["shortDescription"]) <= 150
            and 150 <= len(described["longDescription"]) <= 10_000
            and bool(described["features"])
        )
    return [key for key, holds in checks.items() if not holds]


@pytest.mark.goal("O1")
def test_publiccode_has_what_the_standard_asks_and_the_version_of_the_project(measured):
    code = yaml.safe_load(read("publiccode.yml"))
    project = tomllib.loads(read("pyproject.toml"))["project"]

    assert faults_of(code) == []
    assert code["softwareVersion"] == project["version"]
    assert code["legal"]["license"] == project["license"] == "EUPL-1.2"
    assert code["description"].keys() == {"de", "en"}
    measured(f"publiccode.yml {code['publiccodeYmlVersion']}: {len(OBLIGATORY)} von {len(OBLIGATORY)} Pflichtangaben")


@pytest.mark.goal("O1")
def test_a_missing_or_wrong_entry_of_publiccode_is_named():
    """Negative control: one key gone, one value that the standard does not know, one text too long."""
    code = yaml.safe_load(read("publiccode.yml"))

    assert faults_of({key: value for key, value in code.items() if key != "localisation"}) == ["localisation"]
    assert faults_of(code | {"softwareType": "website"}) == ["softwareType"]
    code["description"]["en"]["shortDescription"] *= 3
    assert faults_of(code) == ["description/en"]


def covered(path: str, annotations: list[dict]) -> bool:
    """Return whether REUSE.toml names licence and holder of a file."""
    return any(
        fnmatch(path, annotation["path"].replace("**", "*"))
        and annotation["SPDX-License-Identifier"]
        and annotation["SPDX-FileCopyrightText"]
        for annotation in annotations
    )


@pytest.mark.goal("O2")
def test_every_file_has_a_licence_and_its_text_is_there(measured):
    annotations = tomllib.loads(read("REUSE.toml"))["annotations"]
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)
    files = listed.stdout.splitlines()

    assert [path for path in files if not covered(path, annotations)] == []
    assert {annotation["SPDX-License-Identifier"] for annotation in annotations} == {
        path.stem for path in (ROOT / "LICENSES").iterdir()
    }
    assert read("LICENSE") == read("LICENSES/EUPL-1.2.txt")
    assert read("LICENSE").startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2")
    measured(f"EUPL-1.2; {len(files)} von {len(files)} Dateien mit Lizenz und Urheber (REUSE.toml)")


@pytest.mark.goal("O2")
def test_a_file_without_a_licence_is_found():
    """Negative control: an annotation that leaves a folder out."""
    annotations = [{"path": "docs/**", "SPDX-License-Identifier": "EUPL-1.2", "SPDX-FileCopyrightText": "x"}]

    assert [covered(path, annotations) for path in ("docs/a/b.md", "kurse/a.py")] == [True, False]


@pytest.mark.goal("O3")
def test_security_and_changelog_are_there_and_one_version_is_told_everywhere(measured):
    version = tomllib.loads(read("pyproject.toml"))["project"]["version"]

    assert versions_told(read("CHANGELOG.md"), read("publiccode.yml")) == {version}
    assert re.findall(r"^## (?!#)", read("CHANGELOG.md"), re.MULTILINE)
    assert "@" in read("SECURITY.md")
    measured(f"SECURITY, CHANGELOG, Stückliste vorhanden; Version {version} überall gleich")


def versions_told(changelog: str, publiccode: str) -> set[str]:
    """Return the versions by which two files call the newest one; before the first release the changelog has none."""
    released = re.findall(r"^## \[?(\d+\.\d+\.\d+)", changelog, re.MULTILINE)
    return {yaml.safe_load(publiccode)["softwareVersion"], *released[:1]}


@pytest.mark.goal("O3")
def test_a_file_that_was_left_at_another_version_is_found():
    """Negative control: a release that one of the two files did not hear of."""
    changelog, publiccode = "# Changelog\n\n## [0.2.0]\n\n## 0.1.0\n", "softwareVersion: 0.1.0\n"

    assert versions_told(changelog, publiccode) == {"0.1.0", "0.2.0"}
    assert versions_told(changelog.replace("## [0.2.0]", "## Unveröffentlicht"), publiccode) == {"0.1.0"}


@pytest.mark.goal("S15")
def test_the_deploy_check_of_django_has_nothing_to_say(measured):
    result = deploy_check()

    assert result.returncode == 0, result.stderr
    measured("check --deploy: 0 Hinweise")


@pytest.mark.goal("S15")
def test_the_deploy_check_says_what_is_missing():
    """Negative control: a key that is too short."""
    assert "security.W009" in deploy_check(SECRET_KEY="kurz").stderr


def deploy_check(**changed: str) -> subprocess.CompletedProcess:
    # Of the tests' own environment nothing but the path.
    environment = {"PATH": os.environ["PATH"], **PRODUCTION, **changed}
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


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
