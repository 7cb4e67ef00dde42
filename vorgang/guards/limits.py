"""How often somebody may send something: generous per network address, strict per mail address.

A class of 30 behind one address gets through; one mailbox is not flooded. Counters live in the cache.
"""

import hmac
from functools import wraps
from hashlib import sha256
from ipaddress import ip_address, ip_network
from time import time

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from vorgang import conf
from vorgang.errors import TooManyRequests

MINUTE, HOUR, DAY = 60, 60 * 60, 24 * 60 * 60


def check_submission(request: HttpRequest, email: str) -> None:
    """Count one submission; raises TooManyRequests with the seconds until the next one is welcome."""
    count("network", network_of(request), limit=conf.network_per_minute(), seconds=MINUTE)
    if email:
        count("mail-hour", email.casefold(), limit=conf.mail_per_hour(), seconds=HOUR)
        count("mail-day", email.casefold(), limit=conf.mail_per_day(), seconds=DAY)


def check_unknown_link(request: HttpRequest) -> None:
    """Count one wrong personal link; raises TooManyRequests for somebody who tries many."""
    count("link", network_of(request), limit=conf.unknown_links_per_minute(), seconds=MINUTE)


def count(what: str, of: str, *, limit: int, seconds: int) -> None:
    """Count one of `limit` in a window of the clock; raises TooManyRequests beyond it."""
    now = time()
    window, passed = divmod(int(now), seconds)
    # Keyed with the secret: a cache on another machine shows no address.
    digest = hmac.new(settings.SECRET_KEY.encode(), f"{what}:{of}".encode(), sha256).hexdigest()
    if one_more(f"vorgang:{what}:{window}:{digest}", seconds + MINUTE) > limit:
        raise TooManyRequests(retry_after=max(1, seconds - passed))


def one_more(key: str, seconds: int) -> int:
    """Return a counter after adding one; nearly always there is one, so that is tried first."""
    for _attempt in range(2):
        try:
            return cache.incr(key)
        except ValueError:  # the first of a window; of two at once one counts up what the other has begun
            if cache.add(key, 1, timeout=seconds):
                return 1
    cache.set(key, 1, timeout=seconds)  # thrown out of the cache between the two calls
    return 1


def network_of(request: HttpRequest) -> str:
    """Return the sender's network address; X-Forwarded-For counts only as far as our own proxies wrote it."""
    address = request.META.get("REMOTE_ADDR", "")
    proxies = conf.trusted_proxies()
    if proxies:
        written = request.headers.get("X-Forwarded-For", "")
        hops = [hop.strip() for hop in written.split(",") if hop.strip()]
        if len(hops) >= proxies:
            address = hops[-proxies]
    try:
        parsed = ip_address(address)
    except ValueError:
        return "unknown"
    # One household has a whole /64 of IPv6.
    return str(ip_network(f"{parsed}/64", strict=False)) if parsed.version == 6 else str(parsed)


def answers_too_many(view):
    """Decorate a view so that TooManyRequests becomes a German page with status 429 and Retry-After."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except TooManyRequests as error:
            return too_many_requests(request, error)

    return wrapped


def too_many_requests(request: HttpRequest, error: TooManyRequests) -> HttpResponse:
    response = render(request, "429.html", {"status": 429}, status=429)
    response["Retry-After"] = str(error.retry_after)
    response["Cache-Control"] = "no-store"
    return response
