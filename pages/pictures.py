"""Where the sizes of a picture are to be had: one list, read by the templates, the API and the worker."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from django.core.exceptions import ImproperlyConfigured
from wagtail.images.models import AbstractImage
from wagtail.images.templatetags.wagtailimages_tags import image_url

WIDTHS = (400, 800, 1200, 1600)
# So much wider than the one before must a size be.
WORTH_A_STEP = 1.2
# The browser takes the first one that it knows.
FORMATS = ("avif", "webp")


@dataclass(frozen=True)
class Picture:
    """The addresses of a picture in its sizes: `avif` and `webp` as values of srcset, `url` of the smallest one.

    `height` belongs to the shown width, so that a page does not jump while its pictures load; `sizes` tells
    the browser how wide the picture will be before it knows the style sheets.
    """

    url: str
    avif: str
    webp: str
    height: int
    sizes: str


def steps(image_width: int, spec: str, width: int, height: int | None) -> list[tuple[int, str]]:
    """Return the widths in which a picture is offered, smallest first, each with its filter without the format.

    `spec` is "fill" (cut to the proportion of width and height) or "width" (keeps the picture's proportion).
    Sizes go up to twice the shown width, for sharp displays, and never beyond the original. Uses of the same
    proportion share their sizes: making one costs up to a second.
    """
    widest = min(2 * width, image_width)
    widths = [size for size in WIDTHS if size <= widest]
    if not widths or widest > WORTH_A_STEP * widths[-1]:
        widths.append(widest)
    if spec == "fill" and height:
        return [(size, f"fill-{size}x{round(size * height / width)}") for size in widths]
    return [(size, f"width-{size}") for size in widths]


def picture_url(image: AbstractImage, filter_spec: str) -> str:
    """Return the address of a rendition: signed and without a query, or ready-made.

    A site without Wagtail's image serve view has no signed addresses; there the rendition is made at once.
    """
    try:
        return image_url(image, filter_spec)
    except ImproperlyConfigured:
        return image.get_rendition(filter_spec).url


def picture_sources(image: AbstractImage, spec: str, width: int, height: int | None = None) -> list[dict]:
    """Return address and width of each size of a picture in WebP, which every client reads, smallest first."""
    return [
        {"url": picture_url(image, f"{filter_spec}|format-webp"), "width": size}
        for size, filter_spec in steps(image.width, spec, width, height)
    ]


def picture(image: AbstractImage, spec: str, width: int, height: int | None = None, sizes: str = "") -> Picture:
    """Return all that components/picture.html says of a picture."""
    try:
        return signed_picture(image, image.file.name, (image.width, image.height), spec, width, height, sizes)
    except ImproperlyConfigured:
        return sized(image, spec, width, height, sizes, picture_url)


@lru_cache(maxsize=4096)
def signed_picture(
    image: AbstractImage, file_name: str, size: tuple, spec: str, width: int, height: int | None, sizes: str
) -> Picture:
    """Sign the addresses once per process: they depend on these values alone, and pictures are equal by their key."""
    return sized(image, spec, width, height, sizes, image_url)


def sized(image: AbstractImage, spec: str, width: int, height: int | None, sizes: str, address: Callable) -> Picture:
    srcset = {
        file_format: [
            f"{address(image, f'{filter_spec}|format-{file_format}')} {size}w"
            for size, filter_spec in steps(image.width, spec, width, height)
        ]
        for file_format in FORMATS
    }
    return Picture(
        url=srcset["webp"][0].split()[0],
        avif=", ".join(srcset["avif"]),
        webp=", ".join(srcset["webp"]),
        height=height or round(width * image.height / image.width),
        sizes=sizes or f"(max-width: {width}px) 100vw, {width}px",
    )
