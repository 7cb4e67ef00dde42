"""Runs inside the foreign site after kurse was taken out: everything else goes on; prints one line of JSON."""

import json
import sys

import django

django.setup()

from django.apps import apps  # noqa: E402
from django.contrib.auth import get_user_model  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402
from wagtail.models import Page  # noqa: E402


def main(personal_link: str) -> dict:
    visitor, editor = Client(), Client()
    editor.force_login(get_user_model().objects.get(username="verwaltung"))
    programme = Page.objects.get(slug="kurse")
    public = ("/", "/kontakt/", "/orte/", personal_link)
    cms = ("/admin/", "/admin/posteingang/", f"/admin/pages/{programme.get_parent().pk}/")
    facts = {
        "installed": apps.is_installed("kurse"),
        "public": {address: visitor.get(address).status_code for address in public},
        "cms": [editor.get(address).status_code for address in cms],
    }
    call_command("worker", once=True)
    editor.post(f"/admin/pages/{programme.pk}/delete/", {"confirm_site_name": "foreign"})
    facts["programme"] = visitor.get("/kurse/").status_code
    facts["pages"] = list(Page.objects.order_by("path").values_list("title", flat=True))
    return facts


print(json.dumps(main(sys.argv[1])))
