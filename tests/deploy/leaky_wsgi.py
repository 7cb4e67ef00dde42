"""The site with a fault, for the negative control of R15: it keeps something of every visitor."""

from koordination.wsgi import application as site

KEPT_BYTES = 500_000
kept = []


def application(environ, start_response):
    kept.append(b"x" * KEPT_BYTES)
    return site(environ, start_response)
