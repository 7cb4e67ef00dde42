"""Addresses that answer bad input badly, for the negative controls of tests/bad_input.py."""

import contextlib
import socket

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import path

COUNT_LONG = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 700000) SELECT MAX(i) FROM n"


def break_down(request: HttpRequest) -> HttpResponse:
    return HttpResponse(status=500)


def dawdle(request: HttpRequest) -> HttpResponse:
    sum(number * number for number in range(4_000_000))
    return HttpResponse()


def dawdle_in_the_database(request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute(COUNT_LONG)
    return HttpResponse()


def ask_a_stranger(request: HttpRequest) -> HttpResponse:
    with contextlib.suppress(Exception):
        socket.create_connection(("192.0.2.1", 80), timeout=1)
    return HttpResponse()


def depend_on_the_database(request: HttpRequest) -> HttpResponse:
    return HttpResponse(status={"sqlite": 200, "postgresql": 422}[connection.vendor])


urlpatterns = [
    path("defekt/", break_down),
    path("langsam/", dawdle),
    path("langsame-datenbank/", dawdle_in_the_database),
    path("fremd/", ask_a_stranger),
    path("verschieden/", depend_on_the_database),
]
