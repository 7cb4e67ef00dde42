"""How municipalities are found."""

from django.utils.translation import gettext_lazy as _

from orte.models import MunicipalityIndexPage, MunicipalityPage
from pages.searchable import SearchDocument, SearchSource, describe_page


def describe_municipality(page: MunicipalityPage) -> SearchDocument:
    return describe_page(page, summary=page.introduction, municipality=page.slug, municipality_name=page.title)


def describe_index(page: MunicipalityIndexPage) -> SearchDocument:
    return describe_page(page, fields=())


def search_sources() -> list[SearchSource]:
    towns = {"kind": "gemeinden", "label": _("Städte und Gemeinden"), "badge": _("Gemeinde"), "order": 60}
    return [
        SearchSource(model=MunicipalityPage, describe=describe_municipality, **towns),
        SearchSource(model=MunicipalityIndexPage, describe=describe_index, **towns),
    ]
