"""docs/nachweise.md: every goal with what was measured and the tests that prove it.

`python -m tests.goals_table` writes it from the ledgers of the last runs (var/goals/*.json, `make soak`);
`--check` compares goals and tests with the committed table: the figures may differ, the proofs may not.
"""

import json
import sys
import tomllib
from collections import defaultdict
from datetime import date
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LEDGERS = ROOT / "var" / "goals"
TABLE = ROOT / "docs" / "nachweise.md"
GROUPS = {
    "R": "Störungen und Konsistenz",
    "S": "Angriffe",
    "B": "Barrierefreiheit und Pflichten",
    "P": "Geschwindigkeit",
    "O": "Offene Software",
    "D": "Datenschutz",
}
HEAD = """# Nachweise

Diese Tabelle schreiben die Tests, und die CI vergleicht bei jeder Änderung Ziele und Tests. Eine Gegenprobe ist ein
Test, der zeigt, dass der Fehler ohne die Schutzmaßnahme eintritt. Werte mit dem Zusatz „lang“ hat `make soak` gemessen,
die anderen ein gewöhnlicher Lauf mit weniger Runden. Gemessen auf zwei Kernen; zuletzt am {day}.
"""


def goals() -> dict[str, dict]:
    """Return {id: {title, goal, reason?, is_control?}} in the order of the file."""
    return tomllib.loads((ROOT / "tests" / "goals.toml").read_text())


def proofs() -> dict[str, dict[str, dict]]:
    """Return {goal: {test: {control, outcomes, measured}}} of all ledgers together."""
    found: dict[str, dict[str, dict]] = defaultdict(dict)
    for path in sorted(LEDGERS.glob("*.json")):
        for test, entry in json.loads(path.read_text()).items():
            for goal in entry["goals"]:
                known = found[goal].setdefault(test, {"control": entry["control"], "outcomes": [], "measured": []})
                known["outcomes"] += entry["outcomes"]
                known["measured"] += [f"{text} ({path.stem})" for text in entry["measured"]]
    return found


def faults(found: dict[str, dict[str, dict]]) -> list[str]:
    """Return what keeps the table from being true: a goal nobody proves, a mark nobody knows."""
    known = goals()
    unknown = [f"{goal}: steht nicht in tests/goals.toml" for goal in sorted(set(found) - set(known))]
    unproven = [
        f"{goal}: weder Nachweis noch Begründung"
        for goal, row in known.items()
        if "reason" not in row
        and not any(entry["control"] == row.get("is_control", False) for entry in found.get(goal, {}).values())
    ]
    return unknown + unproven


def short(test: str) -> str:
    """Return tests/kurse/test_race.py::test_x as a short text that still leads there."""
    path, name = test.split("::", 1)
    return f"`{path.removeprefix('tests/')}::{name.split('::')[-1]}`"


def cell(lines: list[str]) -> str:
    return "<br>".join(line.replace("|", "\\|").replace("\n", " ") for line in dict.fromkeys(lines)) or "–"


def row(goal: str, entry: dict, tests: dict[str, dict]) -> str:
    figures = [text for test in sorted(tests) for text in tests[test]["measured"]]
    if tests and not any("passed" in entry["outcomes"] for entry in tests.values()):
        figures.append("*Läuft nur mit `make soak`, noch nicht gemessen.*")
    if "reason" in entry:
        figures.append(f"*Offen:* {entry['reason']}")
    names = [short(test) for test in sorted(tests) if not tests[test]["control"]]
    controls = [short(test) for test in sorted(tests) if tests[test]["control"]]
    return f"| {goal} | {entry['title']} | {entry['goal']} | {cell(figures)} | {cell(names)} | {cell(controls)} |"


def render(found: dict[str, dict[str, dict]]) -> str:
    """Return the page as Markdown."""
    parts = [HEAD.format(day=date.today().strftime("%d.%m.%Y"))]
    for letter, title in GROUPS.items():
        rows = [row(goal, entry, found.get(goal, {})) for goal, entry in goals().items() if goal[0] == letter]
        if rows:
            parts.append(
                f"\n## {title}\n\n| Nr. | Was | Ziel | Gemessen | Nachweis | Gegenprobe |\n|---|---|---|---|---|---|"
            )
            parts += rows
    return "\n".join(parts) + "\n"


def proofs_of(text: str) -> list[tuple[str, str, str]]:
    """Return (goal, tests, controls) of each row of a table."""
    rows = [line.split(" | ") for line in text.splitlines() if line.startswith("| ") and not line.startswith("| Nr.")]
    return [(cells[0].strip("| "), cells[-2], cells[-1].strip("| ")) for cells in rows]


def main(arguments: list[str]) -> int:
    found = proofs()
    problems = faults(found)
    if "--check" not in arguments:
        TABLE.write_text(render(found))
    elif proofs_of(TABLE.read_text()) != proofs_of(render(found)):
        problems.append("docs/nachweise.md nennt andere Tests als die Suite: python -m tests.goals_table")
    print("\n".join(problems) or "Jedes Ziel hat seinen Nachweis oder seine Begründung.")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
