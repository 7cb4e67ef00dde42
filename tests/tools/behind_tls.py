"""The site as nginx hands requests on to it: every one came by TLS, whatever the program that asks can send."""

from koordination.wsgi import application as site


def application(environ, start_response):
    return site({**environ, "HTTP_X_FORWARDED_PROTO": "https"}, start_response)
