"""The site's addresses and two more whose views fail, so that its own handlers and middleware answer."""

from django.db import OperationalError
from django.http import HttpRequest
from django.urls import path

from koordination.urls import handler400, handler403, handler404, handler500  # noqa: F401
from koordination.urls import urlpatterns as site_urlpatterns


def fail(request: HttpRequest):
    raise RuntimeError("A fault nobody has thought of")


def find_the_database_gone(request: HttpRequest):
    raise OperationalError("could not connect to server")


urlpatterns = [path("fehler/", fail), path("datenbank/", find_the_database_gone), *site_urlpatterns]
