"""The HTML the server sends and the document after the scripts are valid: vnu finds no error."""

import json
import re
import subprocess
from pathlib import Path

import pytest

from tests.browser.states import State
from tests.browser.steps import plant
from tests.sampling import todays
from tests.tools import tool

# What the checker does not know yet, each with the reason why it is right.
KNOWN: tuple[str, ...] = ()


def check(folder: Path) -> list[str]:
    """Return what vnu calls an error in the files of a folder, each with its file."""
    jar = tool("vnu-jar", "java") / "build" / "dist" / "vnu.jar"
    result = subprocess.run(
        ["java", "-Xmx512m", "-jar", str(jar), "--errors-only", "--format", "json", "--skip-non-html", str(folder)],
        capture_output=True,
        text=True,
    )
    return [
        f"{Path(found['url']).stem}: {found['message']} … {found.get('extract', '')}"
        for found in json.loads(result.stderr)["messages"]
        if found["message"] not in KNOWN
    ]


def file_name(name: str, kind: str) -> str:
    return re.sub(r"\W+", "-", f"{name} {kind}") + ".html"


def keep(page, states: dict[str, State], folder: Path) -> None:
    """Write of each state what the server sent and what the scripts made of it."""
    documents = []
    page.on("response", lambda response: documents.append(response) if is_document(response) else None)
    for name, state in states.items():
        documents.clear()
        state.show(page)
        answer = page.evaluate("document.documentElement.outerHTML")
        (folder / file_name(name, "dom")).write_text(f"<!doctype html>\n{answer}", encoding="utf-8")
        (folder / file_name(name, "server")).write_bytes(documents[-1].body())


@pytest.mark.goal("B4")
def test_every_page_is_valid_before_and_after_the_scripts(visit, states, tmp_path, measured):
    keep(visit(), todays(states, turn=2), tmp_path)

    assert check(tmp_path) == []
    measured(f"0 Fehler in {len(list(tmp_path.iterdir()))} Dokumenten")


def is_document(response) -> bool:
    return response.request.resource_type == "document" and response.status not in range(300, 400)


@pytest.mark.goal("B4")
def test_a_fault_of_the_server_and_one_of_a_script_are_found(visit, home, tmp_path):
    """Negative control: the server sends a list item outside of a list, a script adds an id that is there already."""
    page = visit()
    plant(page, f"**{home.get_url()}", "</main>", "<div><li>a</li></div></main>")
    page.add_init_script(
        "addEventListener('DOMContentLoaded', () => document.querySelector('h1').setAttribute('id', 'inhalt'))"
    )

    keep(page, {"home": State(home.get_url())}, tmp_path)

    found = [re.match(r"(home-\w+: [\w ]+?) “", fault)[1] for fault in check(tmp_path)]
    assert sorted(found) == ["home-dom: Duplicate ID", "home-dom: Element", "home-server: Element"]
