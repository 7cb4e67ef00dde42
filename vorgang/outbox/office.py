"""The office as its mails and letters name it: from the site settings of the default site."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext
from wagtail.models import Site

from pages.models import LegalPage, SiteSettings
from pages.setting_texts import worded
from vorgang import conf

# What a mail of a public body carries below its signature.
LEGAL_KINDS = ("imprint", "privacy", "accessibility")


@dataclass(frozen=True)
class Office:
    name: str
    site_title: str
    email: str
    phone: str
    street: str
    place: str

    @property
    def sender_line(self) -> str:
        """The one line above the address field of a letter (DIN 5008)."""
        return " · ".join(part for part in (self.name, self.street, self.place) if part)


def the_office() -> Office:
    """Return the office of the default site in the active language; every field may be empty on a fresh site."""
    site = Site.objects.filter(is_default_site=True).first()
    # Not for_site(): it writes the missing row, and a GET or a calendar file must write nothing.
    told = SiteSettings.objects.filter(site=site).first() or SiteSettings()
    worded(told.site_id, told)
    return Office(
        name=told.office_name or told.site_title,
        site_title=told.site_title,
        email=conf.office_address() or told.email,
        phone=told.phone,
        street=told.street,
        place=f"{told.postal_code} {told.city}".strip(),
    )


def legal_links(language: str) -> list[dict[str, str]]:
    """Return kind, title and absolute address of the legal pages, and of what people find out about themselves.

    Where a language has no page of a kind, the one in the site's own language stands in.
    """
    languages = (language, settings.LANGUAGE_CODE)
    found = {(page.kind, page.locale.language_code): page for page in legal_pages(languages)}
    pages = [next((found[kind, code] for code in languages if (kind, code) in found), None) for kind in LEGAL_KINDS]
    links = [
        {"kind": page.kind, "title": page.title, "url": absolute(page.get_url() or "")}
        for page in pages
        if page is not None
    ]
    with translation.override(language):
        return [
            *links,
            {"kind": "own_data", "title": gettext("Meine Daten"), "url": absolute(reverse("vorgang_own_data_request"))},
        ]


def legal_pages(languages: tuple[str, ...]):
    """Return the legal pages in some languages; of two of one kind the first in the tree comes last."""
    return (
        LegalPage.objects.live()
        .filter(kind__in=LEGAL_KINDS, locale__language_code__in=languages)
        .select_related("locale")
        .order_by("-path")
    )


def absolute(url: str) -> str:
    return url if url.startswith("http") else conf.site_url() + url
