"""CPU and SQL of the demo county's pages, in process, against the bare page: `python -m benchmarks.pages` prints JSON.

Compare the ratios, never absolute times of two runs. Source of the method: benchmarks/measure.py.
"""

import json
import logging
import os
import subprocess
import sys

PAGES = {
    "Startseite": "/de/",
    "Inhaltsseite": "/de/ueber-uns/",
    "Meldung": "/de/aktuelles/neues-kursprogramm/",
    "Liste der Meldungen": "/de/aktuelles/",
    "Kursprogramm": "/de/kurse/",
    "Kursprogramm, ein Filter": "/de/kurse/?format=workshop",
    "Kursseite": "/de/kurse/messenger-und-newsletter-im-verein/",
    "API: Kurse": "/api/v1/kurse/",
}


def bare() -> dict[str, list]:
    """Return (CPU ms, SQL) of the bare page and of the same under Django's cache_page."""
    result = subprocess.run([sys.executable, "-m", "benchmarks.bare"], capture_output=True, text=True, check=True)
    return json.loads(result.stdout)


def figures() -> list[tuple[str, float, int]]:
    """Return (name, CPU ms, SQL) of each page, first rendered, then from the store."""
    from django.conf import settings
    from django.test import override_settings

    from benchmarks.measure import cpu_milliseconds, queries

    found = []
    nothing_kept = {**settings.CACHES, "pages": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
    for name, path in PAGES.items():
        with override_settings(CACHES=nothing_kept):
            found.append((name, cpu_milliseconds(path), queries(path)))
    for name, path in PAGES.items():
        if not path.startswith("/api/"):
            found.append((f"{name}, aufbewahrt", cpu_milliseconds(path), queries(path)))
    return found


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "koordination.settings.dev")
    import django

    django.setup()
    # A line for each request is the server's; here it would only hide the figures.
    logging.disable(logging.ERROR)
    yardstick = bare()
    rows = [("nackte Seite, 20 Zeilen", *yardstick["rows"]), ("nackte Seite mit cache_page", *yardstick["cached"])]
    print(json.dumps([*rows, *figures()]))


if __name__ == "__main__":
    main()
