"""How an address is asked, and what its answer means: let in, or refused."""

import tomllib
from copy import deepcopy
from dataclasses import dataclass
from fnmatch import fnmatchcase
from io import BytesIO
from json import dumps
from pathlib import Path
from urllib.parse import urlencode

from django.core.cache import cache
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from wagtail.images.tests.utils import get_test_image_file

from tests.permissions.addresses import Address
from tests.permissions.cast import Cast

ARGUMENTS = tomllib.loads((Path(__file__).parent / "arguments.toml").read_text("utf-8"))
# Wagtail tells scripts 403, and people by a message on another page.
BY_SCRIPT = {"X-Requested-With": "XMLHttpRequest"}
REFUSED = {401, 403, 404, 405}
# The author API judges what is sent before it asks who sends it.
NOT_READ = 422
LOGIN = "/admin/login/"
CHANGING = ("INSERT", "UPDATE", "DELETE")
AUTHOR_API = "wagtailapi_v3:"
# What any operation of the author API needs; each takes its own part.
BODY = {
    "title": "Neu",
    "hostname": "neu.musterkreis.example",
    "old_path": "/neu",
    "redirect_link": "https://musterkreis.example/",
    "locale": "en",
    "destination_id": "%(home)s",
    "root_page_id": "%(home)s",
    "revision_id": "%(revision)s",
    "meta": {"type": "pages.ContentPage", "parent_id": "%(home)s"},
}


@dataclass(frozen=True)
class Answer:
    """An answer: its headers and text, the tables it has written, and whether the view let the role in.

    Let in is who got an answer, was led on, or heard what is wrong with the form they sent.
    """

    status: int
    lets_in: bool
    headers: dict[str, str]
    text: str
    written: frozenset[str]


class Unrendered:
    """A middleware that leaves templates of the CMS unrendered: who is let in shows before."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_template_response(self, request: HttpRequest, response):
        response.content = b""
        return response


def arguments(address: Address, cast: Cast, **instead: str) -> dict[str, str]:
    """Return the parameters of an address with real things in them; `instead` names other things."""
    names: dict[str, str] = {}
    for fitting, more in ARGUMENTS.items():
        if fnmatchcase(address.name, fitting):
            names |= more
    names |= instead
    return {
        key: value[1:] % cast.things if value.startswith("=") else cast.things[value]
        for key, value in names.items()
        if key in (*address.parameters, "query")
    }


def ask(
    cast: Cast,
    role: str,
    method: str,
    address: Address,
    *,
    forged: dict[str, str] | None = None,
    parameters: dict[str, str] | None = None,
    **instead: str,
) -> Answer:
    """Ask as a role, with forged headers, with parameters in query and form, and undo whatever it did."""
    client = cast.clients[role]
    cookies = deepcopy(client.cookies)
    filled = arguments(address, cast, **instead)
    path, query = address.path(filled), filled.get("query", "")
    content, content_type = body(method, address, cast)
    if parameters:
        content = urlencode(parameters)
        query = f"{query}&{content}"
    headers = BY_SCRIPT | (forged or {})
    if address.name.startswith(AUTHOR_API) and role in cast.secrets:
        headers["Authorization"] = f"Bearer {cast.secrets[role]}"
    written: set[str] = set()

    def watch(execute, sql, params, many, context):
        verb, *words = sql.split(maxsplit=3)
        if verb in CHANGING:
            written.add(words[0 if verb == "UPDATE" else 1].strip('"'))
        return execute(sql, params, many, context)

    before = transaction.savepoint()
    try:
        with connection.execute_wrapper(watch):
            response = client.generic(method, path, content, content_type, headers=headers, QUERY_STRING=query)
            told = {"headers": dict(response.items()), "text": text_of(response)}
            answer = Answer(response.status_code, lets_in(address, response), written=frozenset(written), **told)
    finally:
        transaction.savepoint_rollback(before)
        client.cookies = cookies
        if written:
            cache.clear()
    return answer


def lets_in(address: Address, response: HttpResponse) -> bool:
    refused = REFUSED | {NOT_READ} if address.name.startswith(AUTHOR_API) else REFUSED
    return response.status_code not in refused and not response.get("Location", "").startswith(LOGIN)


def body(method: str, address: Address, cast: Cast) -> tuple[str | bytes, str]:
    """Return what an operation of the author API wants to read; a form is sent empty and finds fault with that."""
    if not address.name.startswith(AUTHOR_API):
        return "", "application/x-www-form-urlencoded"
    if method == "POST" and address.name.endswith(("list_documents", "list_images")):
        file = get_test_image_file() if address.name.endswith("images") else BytesIO(b"Text")
        file.name = "neu.png" if address.name.endswith("images") else "neu.txt"
        file.seek(0)
        fields = {"title": "Neu", "file": file, "collection_id": cast.things["root collection"]}
        return encode_multipart(BOUNDARY, fields), MULTIPART_CONTENT
    return dumps(BODY) % cast.things, "application/json"


def text_of(response: HttpResponse) -> str:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return content.decode(errors="replace")
