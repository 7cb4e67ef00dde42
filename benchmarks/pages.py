"""CPU and SQL of the demo county's pages, in process, against the bare page: `python -m benchmarks.pages` prints JSON.

Compare the ratios, never absolute times of two runs. Source of the method: benchmarks/yardstick.py.
"""

import json
import os

from benchmarks.yardstick import MOST, Yardstick, yardstick

BARE = [("nackte Seite, 20 Zeilen", "/", 1), ("nackte Seite mit cache_page", "/cached/", 0)]
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


def figures(rule: Yardstick) -> list[tuple[str, float, float, int]]:
    """Return (name, CPU ms, multiple of the bare page, SQL) of each page, first rendered, then from the store."""
    from django.conf import settings
    from django.test import override_settings

    from benchmarks.measure import queries

    found = []

    def measure(name: str, path: str) -> None:
        cost = rule.cost(path, turns=MOST)
        found.append((name, cost.milliseconds, cost.ratio, queries(path)))

    nothing_kept = {**settings.CACHES, "pages": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
    for name, path in PAGES.items():
        with override_settings(CACHES=nothing_kept):
            measure(name, path)
    for name, path in PAGES.items():
        measure(f"{name}, aufbewahrt", path)
    return found


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "koordination.settings.dev")
    os.environ.setdefault("KOORDINATION_API_PER_MINUTE", "100000")
    import django

    django.setup()
    with yardstick() as rule:
        rows = [(name, rule.bare_cost(path), sql) for name, path, sql in BARE]
        print(json.dumps([*((name, cost.milliseconds, cost.ratio, sql) for name, cost, sql in rows), *figures(rule)]))


if __name__ == "__main__":
    main()
