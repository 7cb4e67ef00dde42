"""The parameter `fields`: a program asks for a part of an answer; and the answers that are lists."""

from collections.abc import Collection, Iterable
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from ninja import Field, Schema
from pydantic import TypeAdapter
from pydantic_core import to_json

from pages.api.errors import UnusableParameter

FIELDS = Field("", max_length=400, description="Names of the fields to answer, separated by commas; empty for all.")


class FieldsQuery(Schema):
    fields: str = FIELDS


def chosen(fields: str, allowed: Iterable[str]) -> set[str]:
    """Return the names in `fields`; raises UnusableParameter naming those that there are."""
    allowed = list(allowed)
    names = [name.strip() for name in fields.split(",") if name.strip()]
    if unknown := [name for name in names if name not in allowed]:
        message = _("Das Feld „%(unknown)s“ gibt es hier nicht. Möglich sind: %(allowed)s.")
        raise UnusableParameter("fields", message % {"unknown": unknown[0], "allowed": ", ".join(allowed)})
    return set(names)


def only(schema: Any, found: dict, names: Collection[str]) -> JsonResponse:
    """Answer the named part of what a schema says, checked against the whole of it."""
    adapter = TypeAdapter(schema)
    return JsonResponse(adapter.dump_python(adapter.validate_python(found), mode="json", include=names))


def list_answer(count: int, items: Iterable[dict], names: Collection[str]) -> HttpResponse:
    """Answer a list of `count` entries in all, each of those shown with the named fields or with all.

    It is written as it is: Ninja would check and copy each entry, which takes as long as reading them. The tests
    compare every list with its schema (tests/koordination/test_api_lists.py).
    """
    shown = [{name: item[name] for name in names} for item in items] if names else list(items)
    return HttpResponse(to_json({"count": count, "items": shown}), content_type="application/json; charset=utf-8")
