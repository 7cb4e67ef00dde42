"""`make outdated`: which locked versions have a newer patch release; needs a package index.

Every locked version is put as "the same series, this release or a later one" before uv, which then chooses the newest.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

from tests.supply_chain.locked import ROOT, Package, from_requirements

UV = Path(sys.executable).parent / "uv"
OFFLINE = 2


class NoIndex(Exception):
    """No package index answers."""


def series(package: Package) -> str:
    """Return the requirement that allows later releases of the same series: 5.2.8 allows 5.2.9, not 5.3."""
    marker = f" ; {package.marker}" if package.marker else ""
    return f"{package.name}{'~=' if '.' in package.version else '>='}{package.version}{marker}"


def newest(packages: list[Package], *options: str) -> list[Package]:
    """Return the newest release of each package within its series; raises NoIndex."""
    with tempfile.TemporaryDirectory() as folder:
        wanted = Path(folder) / "wanted.in"
        wanted.write_text("\n".join(map(series, packages)))
        result = subprocess.run(
            [UV, "pip", "compile", wanted, "--universal", "--python-version", "3.11", "--no-header", "--no-annotate"]
            + ["--no-deps", "--quiet", *options],
            capture_output=True,
            text=True,
            check=False,
        )
    if result.returncode:
        raise NoIndex(result.stderr.strip()[-300:])
    return from_requirements(result.stdout)


def outdated(locked: list[Package], available: list[Package]) -> list[str]:
    """Return "name locked → newest" for each locked package of which something newer is available."""
    versions = {(package.name, package.marker): package.version for package in available}
    return [
        f"{package} → {version}"
        for package in locked
        if (version := versions.get((package.name, package.marker), package.version)) != package.version
    ]


def main() -> int:
    locked = from_requirements((ROOT / "requirements.txt").read_text())
    try:
        found = outdated(locked, newest(locked))
    except NoIndex as error:
        print(f"Kein Paketverzeichnis erreichbar, nichts verglichen: {error}")
        return OFFLINE
    print("\n".join(found) or f"{len(locked)} Pakete, alle auf der neuesten Fehlerbehebung.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
