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
    from django.conf import settings
    from django.test import override_settings

    from benchmarks.measure import cpu_milliseconds, queries

    yardstick = bare()
    bare_cpu = yardstick["rows"][0]

    def row(name: str, cpu: float, statements: int) -> None:
        print(f"{name:<44}{cpu:>8.2f}{cpu / bare_cpu:>9.2f}{statements:>5}", flush=True)

    print(f"{'Seite':<44}{'CPU ms':>8}{'× nackt':>9}{'SQL':>5}")
    row("nackte Seite, 20 Zeilen", *yardstick["rows"])
    row("nackte Seite mit cache_page", *yardstick["cached"])
    nothing_kept = {**settings.CACHES, "pages": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
    for name, path in {**PAGES, "Kursseite": course_path()}.items():
        with override_settings(CACHES=nothing_kept):
            row(name, cpu_milliseconds(path), queries(path))
    for name, path in {**PAGES, "Kursseite": course_path()}.items():
        if not path.startswith("/api/"):
            row(f"{name}, aus dem Speicher", cpu_milliseconds(path), queries(path))


if __name__ == "__main__":
    main()
