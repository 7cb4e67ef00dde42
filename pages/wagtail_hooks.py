"""What the foundation answers to the hooks."""

from wagtail import hooks

from pages.api import router


@hooks.register("register_api_router")
def register_api_router():
    return "", router
