"""The office as its mails and letters name it: from the site settings of the default site."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext
from wagtail.models import Site

from pages.models import LegalPage, SiteSettings
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
    """Return the office of the default site; every field may be empty on a fresh site."""
    site = Site.objects.filter(is_default_site=True).first()
    # Not for_site(): it writes the missing row, and a GET or a calendar file must write nothing.
    settings = SiteSettings.objects.filter(site=site).first() or SiteSettings()
    return Office(
        name=settings.office_name or settings.site_title,
        site_title=settings.site_title,
        email=conf.office_address() or settings.email,
        phone=settings.phone,
        street=settings.street,
        place=f"{settings.postal_code} {settings.city}".strip(),
    )


def legal_links(language: str) -> list[dict[str, str]]:
    """Return title and absolute address of the legal pages in a language, as far as they exist, and of "Meine Daten"."""
    pages = LegalPage.objects.live().filter(kind__in=LEGAL_KINDS, locale__language_code=language)
    links = []
    for page in sorted(pages, key=lambda page: LEGAL_KINDS.index(page.kind)):
        url = page.get_url() or ""
        links.append({"title": page.title, "url": conf.site_url() + url if url.startswith("/") else url})
    with translation.override(language):
        own_data = conf.site_url() + reverse("vorgang_own_data_request")
        return [*links, {"title": gettext("Meine Daten"), "url": own_data}]
