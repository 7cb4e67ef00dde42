"""A second accessibility engine (HTML CodeSniffer by pa11y) agrees with axe: `make soak`."""

import json
import subprocess

import pytest

from tests.conftest import ARGUMENTS, find_chromium
from tests.goals import SOAK
from tests.tools import LONG, tool


def errors(address: str, configuration) -> list[str]:
    """Return what pa11y calls an error at an address."""
    program = tool("pa11y", "node", folder=LONG) / "bin" / "pa11y.js"
    result = subprocess.run(
        ["node", str(program), "--config", str(configuration), "--reporter", "json", address],
        capture_output=True,
        text=True,
        timeout=90,
    )
    return [f"{found['code']}: {found['context']}" for found in json.loads(result.stdout)]


@pytest.fixture
def configuration(chromium, tmp_path):
    path = tmp_path / "pa11y.json"
    path.write_text(
        json.dumps(
            {"standard": "WCAG2AA", "chromeLaunchConfig": {"executablePath": find_chromium(), "args": ARGUMENTS}}
        )
    )
    return path


@pytest.mark.goal("B2")
@pytest.mark.skipif(not SOAK, reason="lange Fassung: make soak")
def test_a_second_engine_finds_no_error(live_server, states, configuration, measured):
    shown = {name: state.address for name, state in states.items() if state.act is None and state.status == 200}

    found = {name: errors(f"{live_server.url}{address}", configuration) for name, address in shown.items()}

    assert {name: problems for name, problems in found.items() if problems} == {}
    measured(f"0 Fehler auf {len(shown)} Seiten")


@pytest.mark.goal("B2")
@pytest.mark.skipif(not SOAK, reason="lange Fassung: make soak")
def test_the_second_engine_sees_a_fault(configuration, tmp_path):
    """Negative control: a picture without a text is an error."""
    page = tmp_path / "fault.html"
    page.write_text('<!doctype html><html lang="de"><title>x</title><img src="x.png"></html>')

    assert errors(page.as_uri(), configuration) != []
