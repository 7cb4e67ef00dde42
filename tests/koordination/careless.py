"""Faults of a view, for the negative controls of the statements it may send and the time it may take."""

from django.http import HttpRequest, HttpResponse
from wagtail.models import Locale

ROWS, TIMES = 20, 16


class AsksForEachRow:
    """A middleware that asks the database again for each row, as a view does that forgot to fetch together."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        for _row in range(ROWS):
            Locale.objects.get(language_code="de")
        return self.get_response(request)


class MakesItAgain:
    """A middleware that makes a page over and over, as a view does that works in a loop what it could do once."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        for _time in range(TIMES):
            response = self.get_response(request)
            getattr(response, "render", lambda: None)()
        return response
