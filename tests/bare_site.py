"""Migrate the bare site and render one page of the room under test: `python -m tests.bare_site kurse`.

Without a room it only migrates: what Wagtail brings itself need run once, not once for each room.
"""

import sys

import django

django.setup()

from django.apps import apps  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402
from wagtail.models import Page, Site  # noqa: E402


def first_page_type(room: str):
    """Return the first creatable page type of a room that needs no further field, else a home page."""
    for candidate in (room, "pages"):
        for model in apps.get_app_config(candidate).get_models():
            if issubclass(model, Page) and model.__name__ in {
                "CourseIndexPage",
                "MunicipalityIndexPage",
                "KnowledgePage",
                "HomePage",
            }:
                return model
    raise LookupError(room)


def main(room: str = "") -> None:
    call_command("migrate", interactive=False, verbosity=0)
    if not room:
        return
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
    root = Page.get_first_root_node()
    for page in root.get_children():
        page.delete()
    root.refresh_from_db()
    page = root.add_child(instance=first_page_type(room)(title="Allein", slug="allein"))
    Site.objects.all().delete()
    Site.objects.create(hostname="localhost", root_page=page, is_default_site=True)
    response = Client().get("/")
    print(f"{room}: {response.status_code}")


main(*sys.argv[1:])
