"""What we ship and use: complete bill of materials, licences on the list, no fault bandit knows, no secret."""

import json
import re
import subprocess
import sys
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, requires, version

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.goals import SOAK
from tests.supply_chain.bill import bill
from tests.supply_chain.licences import is_allowed, licence
from tests.supply_chain.locked import ROOT, Package, from_npm, from_requirements, shipped, used
from tests.supply_chain.outdated import NoIndex, newest, outdated
from tests.supply_chain.secrets import lines, secrets, suspicious

pytestmark = pytest.mark.database_free

BANDIT = [sys.executable, "-m", "bandit", "-q", "-ll", "-r", "-c", str(ROOT / "pyproject.toml")]


@pytest.mark.goal("S21", "O3")
def test_the_bill_of_materials_is_valid_and_names_every_locked_package(measured):
    text = bill()

    number = len(shipped())
    assert is_valid(text)
    assert differing_from_the_locks(text) == set()
    assert json.loads(text)["metadata"]["component"]["version"] in (ROOT / "pyproject.toml").read_text()
    measured(f"Stückliste (CycloneDX 1.6): {number} von {number} Bestandteilen, gültig")


def is_valid(text: str) -> bool:
    # Its grammars are built as it is imported, which would hold up whoever only collects the tests.
    from cyclonedx.schema import SchemaVersion
    from cyclonedx.validation.json import JsonStrictValidator

    return JsonStrictValidator(SchemaVersion.V1_6).validate_str(text) is None


def differing_from_the_locks(text: str) -> set[tuple[str, str]]:
    """Return (name, version) of what only the bill names, or only the locks."""
    named = {(entry["name"], entry["version"]) for entry in json.loads(text)["components"]}
    return named ^ {(package.name, package.version) for package in shipped()}


@pytest.mark.goal("S21", "O3")
def test_a_bill_that_leaves_a_package_out_or_is_no_bill_is_found():
    """Negative control: Django is left out, and a component has no name."""
    short, nameless = json.loads(bill()), json.loads(bill())
    [left_out] = [entry for entry in short["components"] if entry["name"] == "django"]
    short["components"].remove(left_out)
    del nameless["components"][0]["name"]

    assert differing_from_the_locks(json.dumps(short)) == {("django", left_out["version"])}
    assert [is_valid(json.dumps(entries)) for entries in (short, nameless)] == [True, False]


def test_what_is_installed_is_what_the_bill_says():
    differing = [
        str(package)
        for package in shipped()
        if package.ecosystem == "pypi" and not package.marker and version(package.name) != package.version
    ]

    assert differing == []


@pytest.mark.goal("S21")
def test_every_licence_is_on_the_list(measured):
    names = {package.name for package in shipped()}
    licences = {package: licence(package) for package in used()}

    # None: meant for another system and not installed here.
    outside = {
        str(package): found
        for package, found in licences.items()
        if found is not None and not is_allowed(found, is_shipped=package.name in names)
    }
    assert outside == {}
    measured(f"{len(licences)} Pakete, 0 Lizenzen außerhalb der Liste")


@pytest.mark.goal("S21")
@pytest.mark.parametrize(
    "expression",
    ["GPL-3.0-or-later", "MIT AND GPL-3.0-only", "AGPL-3.0-only OR GPL-2.0-only", "unknown", "", "Proprietary"],
)
def test_a_licence_that_is_not_on_the_list_is_found(expression):
    """Negative control: copyleft alone, copyleft besides, and what nobody knows."""
    assert not is_allowed(expression)
    assert is_allowed("MIT OR GPL-3.0-only")


def test_what_a_test_only_starts_may_not_be_shipped():
    assert is_allowed("LGPL-2.1-only", is_shipped=False)
    assert not is_allowed("LGPL-2.1-only")
    assert not is_allowed("GPL-2.0-only", is_shipped=False)


def test_an_npm_package_without_a_licence_is_found():
    lock = '{"packages": {"": {}, "node_modules/@a/b": {"version": "1.0.0"}}}'

    [package] = from_npm(lock)

    assert (str(package), is_allowed(licence(package))) == ("@a/b 1.0.0", False)


@pytest.mark.goal("S21")
def test_bandit_finds_nothing_high_or_medium(measured):
    found = subprocess.run([*BANDIT, str(ROOT)], capture_output=True, text=True, check=False)

    assert found.returncode == 0, found.stdout
    measured("bandit: 0 hohe, 0 mittlere Befunde")


@pytest.mark.goal("S21")
def test_bandit_finds_a_fault(tmp_path):
    """Negative control: a shell that gets what somebody sent."""
    (tmp_path / "fault.py").write_text("import subprocess\nsubprocess.run(input(), shell=True)\n")

    assert subprocess.run([*BANDIT, str(tmp_path)], capture_output=True, check=False).returncode == 1


@pytest.mark.goal("S21")
def test_the_repository_holds_no_secret(measured):
    assert secrets() == []
    measured(f"{len({place.rsplit(':', 1)[0] for place, _line in lines()})} Dateien, 0 Geheimnisse")


@pytest.mark.goal("S21")
@pytest.mark.parametrize(
    "line",
    [
        "-----BEGIN RSA " + "PRIVATE KEY-----",
        "AKIA" + "IOSFODNN7ABCDEFG",
        "SECRET_KEY=" + "q7Rz2Lm9Xc4Vb8Nt1Ky6Pd3Gs0Hf5Jw",
        'api_key: "' + "b0c1f4e29a7d4c6385e1f20a9b7c3d5e" + '"',
    ],
)
def test_a_secret_is_found(line):
    """Negative control: what no commit may hold."""
    assert suspicious(line)


@pytest.mark.parametrize("line", ["token = settings.METRICS_TOKEN", "SECRET_KEY=", 'PASSWORD = "geheim-genug-1"'])
def test_a_name_is_no_secret(line):
    assert not suspicious(line)


def test_a_lock_is_read_with_its_markers():
    text = "a[x]==1.2.3 \\\n    --hash=sha256:" + "0" * 64 + "\n    # via b\nb==2.0 ; python_version < '3.12' \\\n"

    assert from_requirements(text) == [
        Package("a", "1.2.3", hashes=("0" * 64,)),
        Package("b", "2.0", marker="python_version < '3.12'"),
    ]


@pytest.mark.goal("S22")
def test_a_locked_version_with_a_newer_patch_release_is_named(measured):
    """Negative control: one of two packages is behind."""
    locked = [Package("django", "5.2.1"), Package("wagtail", "8.0.1")]
    available = [Package("django", "5.2.8"), Package("wagtail", "8.0.1")]

    found = outdated(locked, available)

    measured(f"Gegenprobe: {len(found)} von {len(locked)} Paketen veraltet")
    assert found == ["django 5.2.1 → 5.2.8"]


@pytest.mark.goal("S22")
@pytest.mark.skipif(not SOAK, reason="Fragt das Paketverzeichnis; nur in make soak und make outdated.")
def test_no_locked_version_is_older_than_the_newest_patch_release(measured):
    locked = from_requirements((ROOT / "requirements.txt").read_text())
    try:
        found = outdated(locked, newest(locked))
    except NoIndex as error:
        pytest.skip(f"Kein Paketverzeichnis erreichbar: {error}")

    assert found == []
    measured(f"{len(locked)} Pakete, 0 älter als ihre neueste Fehlerbehebung")


def pinned(text: str) -> set[tuple[str, str]]:
    """Return name and extra of what a lock pins with an extra."""
    found = re.findall(r"^([A-Za-z0-9._-]+)\[([^]]+)\]==", text, re.MULTILINE)
    return {(canonicalize_name(name), extra.strip()) for name, extras in found for extra in extras.split(",")}


def asked_with_extras(packages: list[Package]) -> set[tuple[str, str]]:
    """Return name and extra of what the installed ones among these packages ask for."""
    asked = set()
    for package in packages:
        with suppress(PackageNotFoundError):
            for line in requires(package.name) or ():
                requirement = Requirement(line)
                if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
                    asked |= {(canonicalize_name(requirement.name), extra) for extra in requirement.extras}
    return asked


def test_what_is_asked_for_with_an_extra_is_pinned_with_it():
    """Or pip 23.2, which Python 3.11 brings, takes the newest version and misses its hash the day it appears."""
    text = (ROOT / "requirements-dev.txt").read_text()
    asked = asked_with_extras(from_requirements(text))

    assert ("coverage", "toml") in asked
    assert asked - pinned(text) == set()
    assert asked - pinned(text.replace("coverage[toml]==", "coverage==")) == {("coverage", "toml")}
