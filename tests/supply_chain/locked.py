"""What the locks name: packages with version and hashes, for Python and for npm."""

import json
import re
from dataclasses import dataclass
from pathlib import Path

from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
LINE = re.compile(
    r"^(?P<name>[A-Za-z0-9._-]+)(?:\[[^]]*\])?==(?P<version>[^\s;\\]+)(?:\s*;(?P<marker>[^\\\n]*))?(?P<rest>.*?)(?=^\S|\Z)",
    re.MULTILINE | re.DOTALL,
)
HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


@dataclass(frozen=True)
class Package:
    """One line of a lock; `ecosystem` is "pypi" or "npm"."""

    name: str
    version: str
    ecosystem: str = "pypi"
    hashes: tuple[str, ...] = ()
    licence: str = ""
    # The systems it is meant for, as an environment marker.
    marker: str = ""

    def __str__(self) -> str:
        return f"{self.name} {self.version}"


def from_requirements(text: str) -> list[Package]:
    """Return the packages of a lock that uv has written."""
    return [
        Package(
            canonicalize_name(found["name"]),
            found["version"],
            hashes=tuple(HASH.findall(found["rest"])),
            marker=(found["marker"] or "").strip(),
        )
        for found in LINE.finditer(text)
    ]


def from_npm(text: str) -> list[Package]:
    """Return the packages of a package-lock.json; npm notes their licences itself."""
    packages = json.loads(text)["packages"]
    return [
        Package(path.rpartition("node_modules/")[2], entry["version"], "npm", licence=entry.get("license", ""))
        for path, entry in packages.items()
        if path
    ]


def shipped() -> list[Package]:
    """Return what an installation consists of beside our own code."""
    return from_requirements((ROOT / "requirements.txt").read_text()) + from_npm(
        (ROOT / "package-lock.json").read_text()
    )


def used() -> list[Package]:
    """Return what developers and CI install too."""
    return from_requirements((ROOT / "requirements-dev.txt").read_text()) + from_npm(
        (ROOT / "package-lock.json").read_text()
    )
