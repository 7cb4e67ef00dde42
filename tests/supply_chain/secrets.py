"""What looks like a secret in the files of the repository: private keys, tokens of services, long random values."""

import math
import re
import subprocess
from collections import Counter
from collections.abc import Iterator

from tests.supply_chain.locked import ROOT

KNOWN = re.compile(
    r"-----BEGIN [A-Z ]*PRIVATE KEY-----"
    r"|\b(?:AKIA|ASIA)[0-9A-Z]{16}\b"
    r"|\bgh[pousr]_[A-Za-z0-9]{36,}\b"
    r"|\bglpat-[\w-]{20,}"
    r"|\bxox[abprs]-[\w-]{10,}"
    r"|\bsk_live_[A-Za-z0-9]{16,}"
)
ASSIGNED = re.compile(
    r"""(?i)(?:secret|token|passwor[dt]|api_?key|dsn)[\w-]*["']?\s*[:=]\s*["']?"""
    r"""(?P<value>(?=[\w+/=-]*\d)[\w+/=-]{20,})(?=["'\s]|$)"""
)
# Bits per character: a key of 32 hexadecimal digits has about 3.7.
RANDOM = 3.5
# Values which exist so that tests and checks have one; they say so themselves.
SAID_TO_BE_NONE = re.compile(r"only-for|check-only|test|beispiel|example|demo", re.IGNORECASE)
LISTS_OF_HASHES = ("requirements", "package-lock.json")
LARGEST = 500_000


def randomness(text: str) -> float:
    """Return the entropy of a text in bits per character."""
    return -sum(count / len(text) * math.log2(count / len(text)) for count in Counter(text).values())


def suspicious(line: str) -> bool:
    if KNOWN.search(line):
        return True
    found = ASSIGNED.search(line)
    return bool(found) and randomness(found["value"]) >= RANDOM and not SAID_TO_BE_NONE.search(line)


def lines() -> Iterator[tuple[str, str]]:
    """Yield ("path:number", line) for every text the repository holds or would hold after the next commit."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],  # noqa: S607
        cwd=ROOT,
        capture_output=True,
        check=True,
    ).stdout.decode()
    for name in filter(None, listed.split("\0")):
        path = ROOT / name
        if name.startswith(LISTS_OF_HASHES) or not path.is_file() or path.stat().st_size > LARGEST:
            continue
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        for number, line in enumerate(text.splitlines(), 1):
            yield f"{name}:{number}", line


def secrets() -> list[str]:
    """Return where something looks like a secret; never the value itself."""
    return [place for place, line in lines() if suspicious(line)]
