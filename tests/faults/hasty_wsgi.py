"""The site with a fault, for the negative control of R6: a booking is acknowledged now and stored in a while."""

from io import BytesIO
from threading import Timer

from koordination.wsgi import application as site

SECONDS_UNTIL_STORED = 0.5


def application(environ, start_response):
    if environ["REQUEST_METHOD"] != "POST":
        return site(environ, start_response)
    body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
    later = {**environ, "wsgi.input": BytesIO(body)}
    Timer(SECONDS_UNTIL_STORED, lambda: site(later, lambda status, headers: None).close()).start()
    start_response("202 Accepted", [("Content-Type", "application/json")])
    return [b"{}"]
