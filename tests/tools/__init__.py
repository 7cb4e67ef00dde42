"""Checkers that are no Python: where they are, or why a test that needs one is skipped.

package.json names what every run of CI has, long/package.json what only `make soak` needs.
"""

import os
import shutil
from pathlib import Path

import pytest

FOLDER = Path(__file__).resolve().parent
SHORT, LONG = FOLDER, FOLDER / "long"


def tool(package: str, *programs: str, folder: Path = SHORT) -> Path:
    """Return the folder of an npm package; skips where it or one of the programs is absent.

    In CI, which brings those of the short list, an absent one fails instead.
    """
    missing = [program for program in programs if shutil.which(program) is None]
    found = folder / "node_modules" / package
    if found.exists() and not missing:
        return found
    install = f"npm ci --ignore-scripts --prefix {folder.relative_to(FOLDER.parent.parent)}"
    reason = f"Es fehlt {package} ({install})" + "".join(f", außerdem {name}" for name in missing)
    if os.environ.get("CI") and folder == SHORT:
        pytest.fail(reason)
    pytest.skip(reason)
