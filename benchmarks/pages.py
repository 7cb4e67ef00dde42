"""First figures of the demo county against the bare page, in one run: `make bench`.

Compare the ratios, never absolute times of two runs. Source of the method: benchmarks/measure.py.
"""

import json
import os
import subprocess
import sys

PAGES = {
    "Startseite": "/de/",
    "Kursprogramm": "/de/kurse/",
    "Kursprogramm, ein Filter": "/de/kurse/?format=workshop",
    "Kursseite": "/de/kurse/satzung/",
    "Nachrichten": "/de/aktuelles/",
    "API: Kurse": "/api/v1/kurse/",
}


def bare() -> dict:
    result = subprocess.run([sys.executable, "-m", "benchmarks.bare"], capture_output=True, text=True, check=True)
    return json.loads(result.stdout)


def course_path() -> str:
    from kurse.models import CoursePage

    page = CoursePage.objects.live().order_by("pk").first()
    return page.url_path.replace("/musterkreis/", "/de/", 1)


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "koordination.settings.dev")
    import django

    django.setup()
    from benchmarks.measure import cpu_milliseconds, queries

    yardstick = bare()
    pages = {**PAGES, "Kursseite": course_path()}
    print(f"{'Seite':<28}{'CPU ms':>10}{'× nackt':>10}{'SQL':>6}")
    print(f"{'nackte Seite, 20 Zeilen':<28}{yardstick['cpu']:>10.2f}{1:>10.1f}{yardstick['queries']:>6}")
    for name, path in pages.items():
        cpu = cpu_milliseconds(path)
        print(f"{name:<28}{cpu:>10.2f}{cpu / yardstick['cpu']:>10.1f}{queries(path):>6}", flush=True)


if __name__ == "__main__":
    main()
