"""wapiti and sqlmap against a house of our own on loopback, bounded in time; `make probe` brings them."""

import json
import subprocess
from pathlib import Path

import pytest
from django.db import connection

from tests.deploy.installation import ROOT
from tests.deploy.visitor import Answer, Visitor

FOLDER = ROOT / "var" / "scanners" / "bin"
# All that need no machine of somebody else's. Cookies have tests of their own, which see them behind TLS.
MODULES = "sql,ldap,xss,permanentxss,exec,file,crlf,redirect,xxe,methods,csp,http_headers,csrf,upload,backup"
CSRF = "Cross Site Request Forgery"
# Where a scanner would log itself out or lock its own account.
DIALECT = "SQLite" if connection.vendor == "sqlite" else "PostgreSQL"
LEFT_ALONE = ("admin/logout/", "admin/login/", "admin/account/")


def scanner(name: str) -> str:
    """Return the program; skips without it."""
    if not (FOLDER / name).exists():
        pytest.skip(f"Es fehlt {name}: make probe")
    return str(FOLDER / name)


def weaknesses(site: str, path: str, report: Path, seconds: int, cookie: str = "") -> dict[str, list[str]]:
    """Let wapiti walk a site from a path on; return {kind: what it found} of vulnerabilities and anomalies."""
    command = [scanner("wapiti"), "-u", site + path, "--scope", "domain", "-m", MODULES, "--flush-session"]
    command += ["--no-bugreport", "--store-session", str(report.parent), "-f", "json", "-o", str(report), "-v", "0"]
    command += ["--max-scan-time", str(seconds), "--max-attack-time", str(seconds // 4), "--max-links-per-page", "60"]
    for left_alone in LEFT_ALONE:
        command += ["-x", f"{site}{left_alone}*"]
    if cookie:
        command += ["-H", f"Cookie: {cookie}"]
    subprocess.run(command, capture_output=True, text=True, timeout=seconds * 5, check=True)
    found = json.loads(report.read_text())
    return {
        kind: [entry["info"] for entry in entries]
        for group in ("vulnerabilities", "anomalies")
        for kind, entries in found[group].items()
        if entries
    }


def taken_without_token(report: Path, visitor: Visitor) -> list[str]:
    """Send the forms that wapiti takes for unguarded without a token; return those that were not refused."""
    reported = json.loads(report.read_text())["vulnerabilities"].get(CSRF, [])
    requests = {each["http_request"] for each in reported}
    return [request for request in requests if sent(request, visitor).status != 403]


def sent(request: str, visitor: Visitor) -> Answer:
    """Send a request of a report once more."""
    head, _blank, body = request.partition("\n\n")
    method, path = head.split()[:2]
    return visitor.ask(method, path, body.encode(), Content_Type="application/x-www-form-urlencoded")


def pages_walked(report: Path) -> int:
    """Return how many addresses wapiti found and tried."""
    return json.loads(report.read_text())["infos"]["crawled_pages_nbr"]


def injectable(address: str, folder: Path, seconds: int, *options: str) -> bool:
    """Let sqlmap try every parameter of an address and return whether one is injectable.

    It is told which database answers: what only others understand takes most of its time.

    Raises AssertionError where it came to no end, TimeoutExpired where it took too long.
    """
    command = [scanner("sqlmap"), "-u", address, "--batch", "--level", "3", "--risk", "2", "--technique", "BEUSQ"]
    # Two headers that nothing reads, each as long as a parameter.
    command += ["--skip", "user-agent,referer", "--output-dir", str(folder)]
    command += ["--dbms", DIALECT, "--flush-session", "--disable-coloring", *options]
    result = subprocess.run(command, capture_output=True, text=True, timeout=seconds, check=False)
    if "identified the following injection point" in result.stdout:
        return True
    assert "do not appear to be injectable" in result.stdout, result.stdout[-2000:]
    return False
