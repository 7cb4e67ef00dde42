"""Loading municipalities, places and holidays."""

from django.utils import timezone
from wagtail.models import Page

from koordination.demo.content import read
from koordination.demo.site import paragraphs, place
from orte.holidays import load_holidays
from orte.models import Municipality, MunicipalityIndexPage, MunicipalityKind, MunicipalityPage, Place


def load_municipalities(home: Page) -> None:
    """Make municipalities with their districts, and a page for each municipality."""
    index = place(home, MunicipalityIndexPage(title="Städte und Gemeinden", slug="gemeinden", show_in_menus=True))
    for entry in read("municipalities")["municipality"]:
        municipality, _created = Municipality.objects.update_or_create(
            slug=entry["slug"],
            parent=None,
            defaults={
                name: entry[name] for name in ("name", "kind", "population", "postal_code", "latitude", "longitude")
            },
        )
        for district in entry.get("district", []):
            Municipality.objects.update_or_create(
                slug=district["slug"],
                parent=municipality,
                defaults={"name": district["name"], "kind": MunicipalityKind.ORTSTEIL},
            )
        page = place(
            index,
            MunicipalityPage(
                title=entry["name"], slug=entry["slug"], introduction=entry["intro"], body=paragraphs(entry["body"])
            ),
        )
        Municipality.objects.filter(pk=municipality.pk).update(page=page)


def load_places() -> None:
    for entry in read("places")["place"]:
        fields = {**entry}
        municipality = fields.pop("municipality")
        district = fields.pop("district", "")
        Place.objects.update_or_create(
            slug=fields.pop("slug"),
            defaults={
                **fields,
                "municipality": Municipality.objects.get(slug=municipality, parent=None),
                "district": Municipality.objects.filter(slug=district, parent__slug=municipality).first(),
            },
        )


def load_closed_days(land: str) -> None:
    year = timezone.localdate().year
    load_holidays(land, [year, year + 1])
