"""The accessibility statement of a site: its facts, the law of its Land, and how long its evaluation still holds."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language
from wagtail.models import Site

from pages.duties.accessibility_law import AccessibilityLaw, law_of
from pages.models import AccessibilityStatement, Barrier, BarrierReason, SiteSettings
from pages.setting_texts import worded

WARN_BEFORE = timedelta(days=30)


@dataclass(frozen=True)
class Statement:
    """What the page of the statement shows; `barriers` come by reason, in the order of the model statement."""

    facts: AccessibilityStatement
    office: SiteSettings
    law: AccessibilityLaw
    barriers: list[tuple[str, list[Barrier]]]
    foreign_language: str


def statement_of(office: SiteSettings | None) -> Statement | None:
    """Return the statement of a site, None while nobody has entered its facts.

    A version in Leichte Sprache says everything in its own words and links to the full one: none there either.
    """
    language = get_language() or settings.LANGUAGE_CODE
    if office is None or language.startswith(f"{settings.LANGUAGE_CODE}-"):
        return None
    facts = AccessibilityStatement.objects.filter(site=office.site_id).prefetch_related("barriers").first()
    if facts is None:
        return None
    barriers = list(facts.barriers.all())
    worded(office.site_id, facts, *barriers)
    by_reason = [
        (label, [barrier for barrier in barriers if barrier.reason == reason])
        for reason, label in BarrierReason.choices
    ]
    return Statement(
        facts=facts,
        office=office,
        law=law_of(office.land),
        barriers=[(label, found) for label, found in by_reason if found],
        # Names of laws are German on a page in another language; what the county entered knows its own.
        foreign_language="" if language == settings.LANGUAGE_CODE else settings.LANGUAGE_CODE,
    )


@dataclass(frozen=True)
class Renewal:
    """Why somebody has to evaluate a site anew: never done, due on a day, or overdue since then."""

    site: Site
    renew_by: date | None

    @property
    def is_overdue(self) -> bool:
        return self.renew_by is None or self.renew_by <= timezone.localdate()


def renewals_due() -> list[Renewal]:
    """Return the sites whose evaluation is missing, a year old, or will be within thirty days."""
    facts = {statement.site_id: statement for statement in AccessibilityStatement.objects.all()}
    found = [
        Renewal(site, facts[site.pk].renew_by if site.pk in facts else None)
        for site in Site.objects.order_by("-is_default_site", "pk")
    ]
    soon = timezone.localdate() + WARN_BEFORE
    return [renewal for renewal in found if renewal.renew_by is None or renewal.renew_by <= soon]
