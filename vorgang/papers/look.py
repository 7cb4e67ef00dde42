"""What all papers share: name, logo and colour from the site settings."""

from django.utils.translation import get_language
from wagtail.images.exceptions import InvalidFilterSpecError
from wagtail.images.models import AbstractImage, SourceImageIOError

from pages.colours import WHITE, readable_on
from pages.models import SiteSettings
from vorgang.outbox.office import the_office

# The blue of KERN, where the county has chosen no colour.
BLUE = "#1a3da5"
# Sharp in print at the 14 mm of the head.
LOGO = "max-900x300|format-png"


def paper(title: str, **content) -> dict:
    """Return what paper.typ reads, in the active language, with what the paper itself tells."""
    language = (get_language() or "de").split("-")[0]
    return {"title": title, "language": language, "look": look(), "footer": footer(), **content}


def look() -> dict:
    office = the_office()
    told = SiteSettings.objects.select_related("logo").filter(site__is_default_site=True).first() or SiteSettings()
    return {
        "name": office.name or office.site_title,
        "colour": readable_on(told.primary_colour or BLUE, WHITE),
        "logo": logo(told.logo) if told.logo else None,
    }


def footer() -> str:
    """Return the line at the foot of a page: where the office is."""
    office = the_office()
    return " · ".join(part for part in (office.street, office.place, office.phone) if part)


def logo(image: AbstractImage) -> dict | None:
    """Return the bytes of a logo with their format; None for one whose file is lost: the paper is printed without."""
    try:
        if image.is_svg():
            with image.open_file() as file:
                return {"format": "svg", "bytes": list(file.read())}
        with image.get_rendition(LOGO).file.open() as file:
            return {"format": "png", "bytes": list(file.read())}
    except (OSError, SourceImageIOError, InvalidFilterSpecError):
        return None
