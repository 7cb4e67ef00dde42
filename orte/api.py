"""Municipalities, places and closed days, for other programs."""

from datetime import date

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema
from ninja.decorators import decorate_view
from ninja.errors import HttpError

from orte.holidays import closed_days
from orte.models import FACTS, Accessibility, ClosedDayKind, Municipality, MunicipalityKind, Place
from pages.api.fields import FIELDS, FieldsQuery, chosen, list_answer, only
from pages.caches.pages import kept_until_changed
from pages.models import Land

router = Router(tags=["Orte"])
LONGEST_SPAN_DAYS = 400


class PageQuery(Schema):
    fields: str = FIELDS
    limit: int = Field(20, ge=1, le=100)
    offset: int = Field(0, ge=0, le=100_000)


class DistrictOut(Schema):
    id: int
    slug: str
    name: str


class MunicipalityOut(Schema):
    """One municipality with its districts; coordinates are degrees (WGS 84) or null."""

    id: int
    slug: str
    name: str
    kind: MunicipalityKind
    population: int | None
    postal_code: str
    latitude: float | None
    longitude: float | None
    districts: list[DistrictOut]


class MunicipalityListOut(Schema):
    count: int
    items: list[MunicipalityOut]


class PlaceOut(Schema):
    """One place; `accessibility` holds yes, partly, no or unknown for each facility."""

    id: int
    slug: str
    name: str
    municipality: str
    district: str | None
    street: str
    postal_code: str
    city: str
    latitude: float | None
    longitude: float | None
    transport: str
    parking: str
    is_outpost: bool
    accessibility: dict[str, Accessibility]
    accessibility_note: str
    url: str


class PlaceListOut(Schema):
    count: int
    items: list[PlaceOut]


class PlaceQuery(PageQuery):
    """`municipality` is the slug of a municipality; `step_free` keeps places that are known to be so."""

    municipality: str = Field("", max_length=100)
    is_outpost: bool | None = None
    step_free: bool = False


class ClosedDayOut(Schema):
    date: date
    kind: ClosedDayKind
    name: str


class ClosedDayQuery(Schema):
    """A span of at most 400 days, both ends included."""

    land: Land
    first: date
    last: date


def districts_of(municipalities: list[Municipality]) -> dict[int, list[dict]]:
    """Return the districts of municipalities by their keys, as the schema says: one query."""
    found: dict[int, list[dict]] = {municipality.pk: [] for municipality in municipalities}
    for row in Municipality.objects.filter(parent__in=found).values("id", "slug", "name", "parent_id"):
        found[row.pop("parent_id")].append(row)
    return found


def position(found: Municipality | Place) -> dict[str, float | None]:
    """Return the coordinates as numbers; the database has them exact."""
    if found.latitude is None:
        return {"latitude": None, "longitude": None}
    return {"latitude": float(found.latitude), "longitude": float(found.longitude)}


def municipality_out(municipality: Municipality, districts: list[dict]) -> dict:
    names = ("slug", "name", "kind", "population", "postal_code")
    return {
        "id": municipality.pk,
        **{name: getattr(municipality, name) for name in names},
        **position(municipality),
        "districts": districts,
    }


def place_out(request: HttpRequest, place: Place) -> dict:
    names = ("slug", "name", "street", "postal_code", "city", "transport", "parking")
    return {
        "id": place.pk,
        **{name: getattr(place, name) for name in names},
        **position(place),
        "municipality": place.municipality_slug,
        "district": place.district_slug,
        "is_outpost": place.is_outpost,
        "accessibility": {name: getattr(place, name) for name in FACTS},
        "accessibility_note": place.accessibility_note,
        "url": request.build_absolute_uri(place.get_absolute_url()),
    }


@router.get("/gemeinden/", response=MunicipalityListOut, url_name="orte_municipalities")
@decorate_view(kept_until_changed)
def list_municipalities(request: HttpRequest, query: Query[PageQuery]):
    """List the municipalities by name, each with its districts."""
    names = chosen(query.fields, MunicipalityOut.model_fields)
    found = Municipality.objects.municipalities()
    shown = list(found[query.offset : query.offset + query.limit])
    districts = districts_of(shown)
    items = [municipality_out(municipality, districts[municipality.pk]) for municipality in shown]
    return list_answer(found.count(), items, names)


@router.get("/gemeinden/{slug:slug}/", response=MunicipalityOut, url_name="orte_municipality")
def get_municipality(request: HttpRequest, slug: str, query: Query[FieldsQuery]):
    """Return one municipality with its districts."""
    names = chosen(query.fields, MunicipalityOut.model_fields)
    found = get_object_or_404(Municipality.objects.municipalities(), slug=slug)
    shown = municipality_out(found, districts_of([found])[found.pk])
    return only(MunicipalityOut, shown, names) if names else shown


@router.get("/orte/", response=PlaceListOut, url_name="orte_places")
@decorate_view(kept_until_changed)
def list_places(request: HttpRequest, query: Query[PlaceQuery]):
    """List the places by name with their accessibility facts."""
    names = chosen(query.fields, PlaceOut.model_fields)
    found = Place.objects.with_slugs()
    if query.municipality:
        found = found.filter(municipality__slug=query.municipality)
    if query.is_outpost is not None:
        found = found.filter(is_outpost=query.is_outpost)
    if query.step_free:
        found = found.filter(step_free=Accessibility.YES)
    shown = found[query.offset : query.offset + query.limit]
    return list_answer(found.count(), [place_out(request, place) for place in shown], names)


@router.get("/orte/{slug:slug}/", response=PlaceOut, url_name="orte_place")
def get_place(request: HttpRequest, slug: str, query: Query[FieldsQuery]):
    """Return one place."""
    names = chosen(query.fields, PlaceOut.model_fields)
    shown = place_out(request, get_object_or_404(Place.objects.with_slugs(), slug=slug))
    return only(PlaceOut, shown, names) if names else shown


@router.get("/schliesstage/", response=list[ClosedDayOut], url_name="orte_closed_days")
def list_closed_days(request: HttpRequest, query: Query[ClosedDayQuery]):
    """List public holidays, school holidays and closures of the office in a Land; an empty span gives none."""
    if (query.last - query.first).days > LONGEST_SPAN_DAYS:
        raise HttpError(400, _("Bitte fragen Sie höchstens 400 Tage auf einmal ab."))
    days = closed_days(query.first, query.last, query.land, kinds=ClosedDayKind.values)
    return [{"date": day.date, "kind": day.kind, "name": day.name} for day in days]
