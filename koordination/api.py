"""The public API at /api/v1/: one NinjaAPI, assembled from what the rooms register."""

from django.views.decorators.http import require_safe
from ninja import NinjaAPI
from wagtail import hooks

from koordination import personal_links, problems
from koordination.api_description import DescribedApi


def build_api() -> NinjaAPI:
    """Return the API with every registered router; the hook `register_api_router` answers (prefix, router)."""
    api = DescribedApi(
        title="Koordination",
        version="1",
        description="Alles Öffentliche der Koordinierungsstelle Ehrenamt, lesend und buchend.",
        urls_namespace="api-v1",
        docs_url="/docs/",
        openapi_url="/openapi.json",
        docs_decorator=require_safe,
    )
    personal_links.install(api)
    for answer in hooks.get_hooks("register_api_router"):
        prefix, router = answer()
        api.add_router(prefix, router)
    problems.install(api)
    return api
