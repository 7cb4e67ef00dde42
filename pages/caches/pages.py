"""Whole pages for visitors who are not signed in: rendered once, read by every process until something changes.

A page is stored under its address and a version that is renewed after every commit that changes what visitors
see, and with the site map. It ends at the next moment at which the clock alone changes a page:
midnight, or what a room answers to the hook `register_next_change` (now -> datetime or None). So nothing a
visitor sees is ever older than the database, and nothing with a form, a token or a cookie is stored.
"""

import uuid
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import wraps
from hashlib import sha256

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.translation import get_language
from wagtail import hooks

from pages.caches.shared import pages, shared
from pages.site_map import PAGES_KEY, once_on_commit

KINDS = ("text/html", "application/atom+xml", "text/calendar")
# What belongs to one answer and not to the page.
NOT_STORED = {"set-cookie", "date", "content-length"}
CONDITIONS = {"HTTP_IF_MATCH", "HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_IF_UNMODIFIED_SINCE"}
# So many pages each process keeps in its memory too: the ones that everybody reads, in a few megabytes.
AT_HAND = 100


@dataclass(frozen=True)
class StoredPage:
    """One rendered page with its headers, until the clock changes it."""

    content: bytes
    headers: dict[str, str]
    until: datetime

    def response(self) -> HttpResponse:
        return HttpResponse(self.content, headers=self.headers)


def outdate() -> str:
    """Let no stored page be used any more, now; returns the new version."""
    version = uuid.uuid4().hex
    shared().set(PAGES_KEY, version, None)
    return version


def outdate_on_commit() -> None:
    """Let no stored page be used once the caller's transaction is visible to others; once is enough for all of it."""
    once_on_commit(outdate)


class PageCacheMiddleware:
    """Answer from the store, or store the answer; with an ETag, so that a browser asks before it shows a page again.

    Stands outside of whatever sets headers: a stored page has them all, and none of the others need run.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not is_anonymous_reading(request):
            return self.get_response(request)
        version = request.pages_version = current_version()
        try:
            key = key_of(request, version)
        except DisallowedHost:  # refused further in, where the refusal gets its headers
            return self.get_response(request)
        return answer(request, key, version, self.get_response, is_for_everybody)


def answer(request: HttpRequest, key: str, version: str, make: Callable, may_be_kept: Callable) -> HttpResponse:
    """Answer from the store, or make the answer and store it where it may be kept; 304 to who has it already."""
    stored = known(key)
    if stored is None:
        response = make(request)
        if not may_be_kept(request, response):
            return response
        try:
            stored = store(key, response, version)
        except (DatabaseError, InterfaceError):  # gone since the answer was made
            return response
    response = stored.response()
    if CONDITIONS.isdisjoint(request.META):  # most visitors; to look for each of them takes longer than this
        return response
    return get_conditional_response(request, etag=response["ETag"], response=response)


def kept_until_changed(view: Callable) -> Callable:
    """Decorate what answers a public list, the same to everybody, so that it is made once for each question.

    For answers below whatever counts or limits requests; they may differ by address and language.
    """

    @wraps(view)
    def kept(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        # That of the whole request where it is known: asked once, before anything was read.
        version = getattr(request, "pages_version", None) or current_version()
        key = key_of(request, f"{version}.{get_language()}")
        return answer(request, key, version, lambda request: view(request, *args, **kwargs), is_success)

    return kept


def is_success(request: HttpRequest, response: HttpResponse) -> bool:
    return request.method == "GET" and response.status_code == 200 and not response.streaming


_at_hand: OrderedDict[str, StoredPage] = OrderedDict()


def known(key: str) -> StoredPage | None:
    """Return a stored page from this process's memory, else from the store; its key holds its version."""
    stored = _at_hand.get(key)
    if stored is None or stored.until <= timezone.now():
        stored = pages().get(key)
    if stored is not None:
        _at_hand[key] = stored
        while len(_at_hand) > AT_HAND:
            _at_hand.popitem(last=False)
    return stored


def is_anonymous_reading(request: HttpRequest) -> bool:
    """Whether the answer cannot depend on who asks."""
    personal = {settings.SESSION_COOKIE_NAME, "messages"} & request.COOKIES.keys()
    return request.method in {"GET", "HEAD"} and not personal and "HTTP_AUTHORIZATION" not in request.META


def is_for_everybody(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether an answer is a whole public page without form, token or cookie."""
    varies = {part.strip().lower() for part in response.get("Vary", "").split(",")}
    return (
        request.method == "GET"
        and response.status_code == 200
        and not response.streaming
        and response.get("Content-Type", "").startswith(KINDS)
        and not response.cookies
        and not request.META.get("CSRF_COOKIE_NEEDS_UPDATE")
        and not {"private", "no-store"} & {part.strip() for part in response.get("Cache-Control", "").split(",")}
        and not {"cookie", "accept-language", "*"} & varies
    )


def current_version() -> str:
    """Return the name of the present state of everything pages show."""
    return shared().get(PAGES_KEY) or outdate()


def key_of(request: HttpRequest, version: str) -> str:
    """Return the key of an address under a version; raises DisallowedHost.

    A page holds addresses that are signed with SECRET_KEY, so a new key has pages of its own. The digest proves nothing
    to anybody, so that it need not be an HMAC, which takes five times as long.
    """
    named = (settings.SECRET_KEY, version, request.scheme, request.get_host(), request.get_full_path())
    return f"page.{sha256(' '.join(named).encode()).hexdigest()}"


def store(key: str, response: HttpResponse, version: str) -> StoredPage:
    """Store a page until the clock changes one and return it as stored."""
    response["ETag"] = f'"{sha256(response.content).hexdigest()[:32]}"'
    patch_cache_control(response, no_cache=True)
    headers = {name: value for name, value in response.headers.items() if name.lower() not in NOT_STORED}
    stored = StoredPage(response.content, headers, end_of(version))
    seconds = int((stored.until - timezone.now()).total_seconds())
    if seconds > 0:
        pages().set(key, stored, seconds)
    return stored


def end_of(version: str) -> datetime:
    """Return the next change by the clock, asked once for all pages of a version."""
    key = f"pages.page_cache.end.{version}"
    moment = shared().get(key)
    if moment is None or moment <= timezone.now():
        moment = next_change()
        shared().set(key, moment, 24 * 60 * 60)
    return moment


def next_change() -> datetime:
    """Return the next moment at which some page changes by the clock alone, midnight at the latest."""
    now = timezone.now()
    tomorrow = timezone.localdate(now) + timedelta(days=1)
    moments = [timezone.make_aware(datetime.combine(tomorrow, time()))]
    for answer in hooks.get_hooks("register_next_change"):
        moment = answer(now)
        if moment is not None:
            moments.append(moment)
    return min(moments)
