"""What a card of a list shows. Equal cards look the same, so that a rendered one may be kept."""

from dataclasses import dataclass
from datetime import date as calendar_date

from wagtail.images.models import AbstractImage


@dataclass(frozen=True)
class Fact:
    """One small fact with its icon (components/meta_list.html); `label` says to screen readers what the icon says."""

    icon: str
    text: str
    label: str = ""


@dataclass(frozen=True)
class Card:
    """The parameters of components/card.html, where each is explained."""

    title: str
    url: str
    text: str = ""
    kicker: str = ""
    language: str = ""
    image: AbstractImage | None = None
    image_alt: str = ""
    date: calendar_date | None = None
    meta: tuple[Fact, ...] = ()
    badge: str = ""
    badge_kind: str = ""
    eager: bool = False
