"""Reading the demo county's content: TOML beside this module, one file for each kind."""

import tomllib
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
CONTENT, IMAGES = FOLDER / "content", FOLDER / "images"


@cache
def read(name: str) -> dict:
    """Return one content file by its name without ending."""
    return tomllib.loads((CONTENT / f"{name}.toml").read_text(encoding="utf-8"))
