"""The site with two views that somebody forgot to guard, for the negative controls."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from koordination import urls


def open_to_all(request: HttpRequest) -> HttpResponse:
    return HttpResponse("alles")


urlpatterns = [
    path("admin/kurse/buchung/neu/", open_to_all, name="kurse_choose_course"),
    path("ohne-zeile/", open_to_all, name="without_a_row"),
    *urls.urlpatterns,
]
