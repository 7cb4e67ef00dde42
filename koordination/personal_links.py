"""What holds for every address of the API that carries a personal link."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI

from vorgang.errors import TooManyRequests
from vorgang.guards.limits import check_unknown_link
from vorgang.views.cases import private


def install(api: NinjaAPI) -> None:
    """Guard every operation whose path has a `{token}`, of whichever room; call it before adding routers.

    Nobody keeps the answer, and a wrong link counts in the same limit as one opened in the browser.
    """

    def guard(run: Callable) -> Callable:
        @wraps(run)
        def guarded(request: HttpRequest, **path) -> HttpResponse:
            response = run(request, **path)
            if "token" not in path:
                return response
            if response.status_code == HTTPStatus.NOT_FOUND:
                try:
                    check_unknown_link(request)
                except TooManyRequests as error:
                    response = api.on_exception(request, error)
            return private(response)

        return guarded

    api.add_decorator(guard, mode="view")
