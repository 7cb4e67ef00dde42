"""The site with a view that leads wherever it is told, for the negative control of open redirects."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path

from koordination import urls


def lead_on(request: HttpRequest) -> HttpResponse:
    return HttpResponseRedirect(request.GET.get("next", "/"))


urlpatterns = [path("admin/kurse/buchung/neu/", lead_on, name="kurse_choose_course"), *urls.urlpatterns]
