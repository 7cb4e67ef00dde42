"""The programme at some sizes, in process beside the bare page: `python -m benchmarks.programme 100 10000`."""

import os
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks import county
from benchmarks.measure import call, least, queries
from benchmarks.yardstick import MOST, Cost, Yardstick, yardstick

# Name, query string.
VIEWS = {
    "ohne Filter": "",
    "ein Filter": "?format=workshop",
    "drei Filter": "?format=workshop&mode=on_site&free=true",
    "nach Namen": "?sort=name",
}


@dataclass(frozen=True)
class Figure:
    """One view of a programme of so many courses: warm, and the first one after a change."""

    name: str
    size: int
    cost: Cost
    statements: int
    first_ms: float


def figures(rule: Yardstick, path: str, size: int, *, turns: int = MOST, limit: float = 0.0) -> list[Figure]:
    """Measure each view of a programme at an address, in whose database there are so many courses."""
    from pages.caches.pages import outdate

    found = []
    for name, query in VIEWS.items():
        cost = rule.cost(path + query, limit=limit, turns=turns)
        statements = queries(path + query)
        outdate()
        begun = time.process_time()
        call(rule.application, path + query)
        found.append(Figure(name, size, cost, statements, (time.process_time() - begun) * 1000))
        least(rule.application, path)
    return found


def grown(size: int) -> str:
    """Bring the demo county's programme to a size and return its address."""
    from taggit.models import Tag

    from kurse.models import CourseIndexPage
    from orte.models import Place
    from tests.kurse.county import grow

    page = CourseIndexPage.objects.filter(alias_of=None, locale__language_code="de").first()
    grow(page, list(Place.objects.all()), list(Tag.objects.all()[:12]), size)
    return page.get_url()


def table(found: list[Figure]) -> str:
    head = "| Kurse | Programm | CPU ms | × nackt | SQL | nach einer Änderung ms |\n|---:|---|---:|---:|---:|---:|"
    rows = (
        f"| {one.size} | {one.name} | {one.cost.milliseconds:.2f} | {one.cost.ratio:.2f} | {one.statements} "
        f"| {one.first_ms:.0f} |"
        for one in found
    )
    return "\n".join([head, *rows])


def main() -> None:
    sizes = [int(size) for size in sys.argv[1:]] or [100, 10_000]
    with tempfile.TemporaryDirectory() as name:
        os.environ.update({"VAR_DIR": name, "DJANGO_SETTINGS_MODULE": "koordination.settings.dev"})
        county.build(Path(name))
        import django

        django.setup()
        from django.conf import settings
        from django.test import override_settings

        nothing_kept = {**settings.CACHES, "pages": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
        with yardstick() as rule, override_settings(CACHES=nothing_kept):
            print(table([one for size in sizes for one in figures(rule, grown(size), size)]))


if __name__ == "__main__":
    main()
