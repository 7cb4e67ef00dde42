"""Which places lie near a municipality, as the crow flies."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt

from orte.models import Municipality, Place
from pages.caches.kept_reading import KeptReading

EARTH_RADIUS_KM = 6371.0088  # mean radius, IUGG


@dataclass(frozen=True)
class Point:
    """Degrees north and east (WGS 84)."""

    latitude: float
    longitude: float

    def kilometres_to(self, other: "Point") -> float:
        """Return the great-circle distance (haversine formula)."""
        north, other_north = radians(self.latitude), radians(other.latitude)
        half_north = sin((other_north - north) / 2) ** 2
        half_east = sin(radians(other.longitude - self.longitude) / 2) ** 2
        return 2 * EARTH_RADIUS_KM * asin(sqrt(half_north + cos(north) * cos(other_north) * half_east))


@dataclass(frozen=True)
class Nearby:
    """The middle of each municipality by its slug, and each place, by its slug too, with its municipality.

    A place without coordinates lies in the middle of its municipality.
    """

    middles: dict[str, Point]
    places: dict[str, tuple[str, Point | None]]

    def places_within(self, municipality: str, kilometres: float) -> set[str]:
        """Return the slugs of the places of a municipality and of those that are no farther from its middle."""
        middle = self.middles.get(municipality)
        return {
            key
            for key, (owner, point) in self.places.items()
            if owner == municipality or (middle and point and middle.kilometres_to(point) <= kilometres)
        }


def point_of(latitude, longitude) -> Point | None:
    return None if latitude is None or longitude is None else Point(float(latitude), float(longitude))


def read_nearby() -> Nearby:
    """Read all municipalities and places: two queries."""
    towns = Municipality.objects.municipalities().values_list("slug", "latitude", "longitude")
    middles = {slug: point for slug, *degrees in towns if (point := point_of(*degrees))}
    return Nearby(middles, dict(located(middles)))


def located(middles: dict[str, Point]) -> Iterable[tuple[str, tuple[str, Point | None]]]:
    for key, owner, *degrees in Place.objects.values_list("slug", "municipality__slug", "latitude", "longitude"):
        yield key, (owner, point_of(*degrees) or middles.get(owner))


nearby: KeptReading[Nearby] = KeptReading(read_nearby)
