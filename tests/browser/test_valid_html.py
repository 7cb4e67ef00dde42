"""The HTML the server sends and the document after the scripts are valid: vnu finds no error."""

import json
import re
import subprocess
from pathlib import Path

import pytest

from tests.browser.states import State
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


def keep(page, name: str, state: State, folder: Path) -> None:
    """Write what the server sent and what the scripts made of it."""
    state.show(page)
    answer = page.evaluate("document.documentElement.outerHTML")
    (folder / file_name(name, "dom")).write_text(f"<!doctype html>\n{answer}", encoding="utf-8")


@pytest.mark.goal("B4")
def test_every_page_is_valid_before_and_after_the_scripts(visit, states, tmp_path, measured):
    page = visit()
    page.on("response", lambda response: documents.append(response) if is_document(response) else None)
    documents = []

    for name, state in states.items():
        documents.clear()
        keep(page, name, state, tmp_path)
        (tmp_path / file_name(name, "server")).write_bytes(documents[-1].body())

    assert check(tmp_path) == []
    measured(f"0 Fehler in {len(list(tmp_path.iterdir()))} Dokumenten")


def is_document(response) -> bool:
    return response.request.resource_type == "document" and response.status not in range(300, 400)


def test_the_checker_sees_a_fault(tmp_path):
    """Negative control: a list item outside of a list is an error."""
    (tmp_path / "fault.html").write_text("<!doctype html><html lang=de><title>x</title><p><li>a</li>", encoding="utf-8")

    assert len(check(tmp_path)) == 1
