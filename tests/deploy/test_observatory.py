"""Headers as a visitor gets them through the shipped nginx, judged as the Mozilla Observatory judges them (S12)."""

import json
import os
import shutil
import subprocess
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.deploy import installation
from tests.deploy.observatory import policy_of, score
from tests.deploy.visitor import Answer
from tests.goals import SOAK

pytestmark = pytest.mark.slow

TOOLS = Path(__file__).resolve().parent.parent / "tools" / "observatory"
PACKAGE = "@mdn/mdn-http-observatory"
PAGES = {"home": "/de/", "form": "/de/kontakt/", "CMS": "/admin/login/"}
GOALS = {"home": 130, "form": 130, "CMS": 100}


def received(site: installation.Installation, path: str) -> Answer:
    """Return what a visitor gets, with a bucket that has TLS: the store of these tests has none, a real one does."""
    answer = site.visitor().get(path)
    if site.bucket is None:
        return answer
    secure = site.bucket.url.replace("http://", "https://")
    return Answer(answer.status, [(key, value.replace(site.bucket.url, secure)) for key, value in answer.headers], b"")


@pytest.mark.goal("S12")
def test_what_nginx_sends_reaches_the_highest_grade(site, measured):
    scores = {name: score(received(site, path)) for name, path in PAGES.items()}

    assert [name for name, reached in scores.items() if reached < GOALS[name]] == []
    measured(
        "nach den Regeln des Observatory: " + ", ".join(f"{name} A+ {reached}" for name, reached in scores.items())
    )


@pytest.mark.goal("S12")
def test_a_looser_policy_or_a_missing_header_costs_the_grade(site):
    """Negative control: what the CMS sent until its inline scripts were gone, and each header taken away."""
    answer = received(site, PAGES["CMS"])

    def without(name: str) -> int:
        return score(Answer(200, [(key, value) for key, value in answer.headers if key.lower() != name], b""))

    loose = [
        (key, value.replace("script-src 'self'", "script-src 'self' 'unsafe-inline'")) for key, value in answer.headers
    ]
    assert score(Answer(200, loose, b"")) == score(answer) - 30
    assert {name: score(answer) - without(name) for name in ("referrer-policy", "strict-transport-security")} == {
        "referrer-policy": 5,
        "strict-transport-security": 20,
    }
    assert without("content-security-policy") < 100
    assert policy_of(answer)["script-src"] == {"'self'"}


@pytest.fixture
def observatory(tmp_path) -> list[str]:
    """The command of the tool itself, installed from its lock; or the reason why it is not run."""
    if not SOAK:
        pytest.skip("Das Werkzeug selbst läuft nur in make soak.")
    npm = shutil.which("npm")
    if npm is None or os.geteuid() != 0:
        pytest.skip("Das Observatory braucht npm und das Recht auf die Ports 443 und 80.")
    for name in ("package.json", "package-lock.json"):
        shutil.copy(TOOLS / name, tmp_path)
    command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--omit-lockfile-registry-resolved"]
    if subprocess.run(command, cwd=tmp_path, capture_output=True, check=False).returncode:
        pytest.skip("Das Observatory war nicht zu bekommen (npm).")
    package = tmp_path / "node_modules" / PACKAGE
    # Lists which the tool would otherwise load from the network.
    (package / "conf" / "hsts-preload.json").write_text("{}")
    (package / "conf" / "tld-list.json").write_text('["de", "example"]')
    return ["node", str(package / "src" / "scan.js")]


@pytest.mark.goal("S12")
def test_the_observatory_itself_says_so(nginx, observatory, tmp_path_factory, monkeypatch, measured):
    """The real tool against nginx on the real ports."""
    # With PostgreSQL comes a bucket, which these tests have without TLS, and the policy would name it.
    monkeypatch.setenv("DEPLOY_DATABASE", "sqlite")
    with ExitStack() as stack:
        folder = tmp_path_factory.mktemp("observatory")
        house = installation.Installation(folder, stack=stack, https=443, http=80, host="localhost")
        installation.serve(house)
        scans = {}
        for name, path in PAGES.items():
            told = subprocess.run(
                [*observatory, f"localhost{path}"],
                capture_output=True,
                text=True,
                check=True,
                env={**os.environ, "NODE_EXTRA_CA_CERTS": str(house.certificate)},
            ).stdout
            scans[name] = json.loads(told)["scan"]

    assert {name: scan["score"] for name, scan in scans.items() if scan["score"] < GOALS[name]} == {}, scans
    measured("Observatory: " + ", ".join(f"{name} {scan['grade']} {scan['score']}" for name, scan in scans.items()))
