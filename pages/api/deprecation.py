"""Saying ahead that an address of the API goes away (RFC 9745, RFC 8594)."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.utils.http import http_date
from ninja.decorators import decorate_view

SHORTEST_NOTICE = timedelta(days=180)


def midnight(day: date) -> int:
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp())


def deprecated(*, since: date, sunset: date, successor: str = "") -> Callable:
    """Decorate an operation that will be gone after `sunset`; every answer says so, problems included.

    Stands below `@router.get(…, deprecated=True)`, which marks it in the description. `successor` is the path
    to use instead. Raises ValueError for a notice shorter than 180 days, which nobody could follow.
    """
    if sunset - since < SHORTEST_NOTICE:
        raise ValueError(f"A deprecation needs {SHORTEST_NOTICE.days} days of notice, not {(sunset - since).days}.")

    def announce(run: Callable) -> Callable:
        @wraps(run)
        def announced(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            response = run(request, *args, **kwargs)
            response["Deprecation"] = f"@{midnight(since)}"
            response["Sunset"] = http_date(midnight(sunset))
            if successor:
                response["Link"] = f'<{successor}>; rel="successor-version"'
            return response

        return announced

    return decorate_view(announce)
