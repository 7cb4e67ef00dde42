"""The site with two holes for the controls of S3 and S4: a filter goes into SQL and into the page as it comes."""

from urllib.parse import parse_qs

from django.db import DatabaseError, connection

from koordination.wsgi import application as site


def application(environ, start_response):
    if environ["PATH_INFO"] != "/de/kurse/":
        return site(environ, start_response)
    place = parse_qs(environ["QUERY_STRING"]).get("place", ["1"])[0]
    with connection.cursor() as cursor:
        try:
            cursor.execute(f"SELECT name FROM orte_place WHERE id = {place}")
            found = str(cursor.fetchall())
        except DatabaseError as error:
            # As a page with a trace says it: sqlite3.OperationalError: …
            cause = type(error.__cause__)
            found = f"{cause.__module__}.{cause.__name__}: {error}"
    start_response("200 OK", [("Content-Type", "text/html; charset=utf-8")])
    return [f'<html><body><a href="/de/kurse/?place=1">Orte</a> {place} {found}</body></html>'.encode()]
