"""The lines that docs/einbau.md tells an operator to add; the test adds exactly these."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
GUIDE = ROOT / "docs" / "einbau.md"
BLOCK = re.compile(r"<!-- (?P<place>\w+) -->\n```\w+\n(?P<lines>.*?)```\n", re.DOTALL)


def lines_for(place: str) -> str:
    """Return the lines of one place of a site (settings, urls, head), in the order of the guide."""
    return "\n".join(
        block["lines"] for block in BLOCK.finditer(GUIDE.read_text(encoding="utf-8")) if block["place"] == place
    )
