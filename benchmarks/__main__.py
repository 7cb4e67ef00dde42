"""All figures of one run, as the tables of README.md and docs/betrieb.md: `make bench`."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks import booking, county, http
from benchmarks.servers import ROOT, has_wrk


def pages_table() -> str:
    """Measure in process, in a county of its own."""
    with tempfile.TemporaryDirectory() as name:
        county.build(Path(name))
        environment = {**os.environ, "VAR_DIR": name, "DJANGO_SETTINGS_MODULE": "koordination.settings.dev"}
        command = [sys.executable, "-m", "benchmarks.pages"]
        result = subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True)
    rows = json.loads(result.stdout.splitlines()[-1])
    lines = ["| Seite (im Prozess) | CPU ms | × nackt | SQL |", "|---|---:|---:|---:|"]
    return "\n".join([*lines, *(f"| {name} | {cpu:.2f} | {ratio:.2f} | {sql} |" for name, cpu, ratio, sql in rows)])


def http_table(report: http.Report) -> str:
    head = "| über HTTP (gunicorn, 2 Prozesse) | je Sekunde | × nackt | CPU ms | CPU × nackt |"
    rows = (
        f"| {one.name} | {one.per_second:.0f} | {one.ratio:.2f} | {one.cpu_ms:.2f} | {one.cpu_ratio:.2f} |"
        for one in report.results
    )
    return "\n".join([head, "|---|---:|---:|---:|---:|", *rows])


def capacity_table(report: http.Report) -> str:
    """Say in German what one core does in a minute, from the CPU of each request: the machine may have been busy."""
    lines = ["| Was ein Prozessorkern in einer Minute schafft | Anzahl |", "|---|---:|"]
    ours = (one for one in report.results if not one.name.startswith("nackte"))
    per_minute = ((one.name, 60_000 / one.cpu_ms) for one in ours)
    return "\n".join([*lines, *(f"| {name} | {rounded(number)} |" for name, number in per_minute)])


def rounded(number: float) -> str:
    """Return two digits of a number: more would not be true."""
    step = 10 ** (len(str(int(number))) - 2)
    return f"{int(number / step) * step:,}".replace(",", ".")


def main() -> None:
    print(pages_table(), flush=True)
    if not has_wrk():
        print("\nÜbersprungen: Messung über HTTP (apt-get install wrk)")
        return
    report = http.measure()
    print(f"\n{http_table(report)}\n\n{capacity_table(report)}")
    print(f"\n{booking.table(booking.measure())}")
    print(f"\nmigrate auf leerer Datenbank: {report.migrate_seconds:.1f} s")
    print(f"Start bis zur ersten Antwort: {report.start_seconds:.1f} s")


if __name__ == "__main__":
    main()
