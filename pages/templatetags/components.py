"""What the components in templates/components/ need beyond Django's own tags."""

import re

from django import template
from django.core.exceptions import ImproperlyConfigured
from django.forms import BoundField
from django.utils.html import linebreaks
from django.utils.safestring import SafeString, mark_safe
from wagtail.images.templatetags.wagtailimages_tags import image_url

register = template.Library()

PICTURE_WIDTHS = (400, 800, 1200, 1600)


@register.filter
def tel(phone: str) -> str:
    """Return the address of a phone link: digits and a leading plus, without "(0)" and blanks."""
    number = re.sub(r"[^\d+]", "", str(phone).replace("(0)", ""))
    return f"tel:{number}"


@register.filter
def running_text(text) -> SafeString:
    """Return safe HTML (rich text, a rendered block) as it is, and plain text in paragraphs."""
    return mark_safe(text.__html__() if hasattr(text, "__html__") else linebreaks(text, autoescape=True))


@register.simple_tag
def field_control(field: BoundField) -> SafeString:
    """Render the control of a text-like, select or checkbox field with KERN's classes.

    Django itself adds the name, the kept value, required, aria-invalid and aria-describedby for hint and error.
    """
    kind = getattr(field.field.widget, "input_type", "text")
    block = {"select": "kern-form-input__select", "checkbox": "kern-form-check__checkbox"}.get(
        kind, "kern-form-input__input"
    )
    names = [field.field.widget.attrs.get("class", ""), block, f"{block}--error" if field.errors else ""]
    return field.as_widget(attrs={"class": " ".join(filter(None, names))})


@register.simple_tag
def picture_url(image, filter_spec: str) -> str:
    """Return the address of a rendition: signed and without a query, or ready-made.

    A site without Wagtail's image serve view has no signed addresses; there the rendition is made at once.
    """
    try:
        return image_url(image, filter_spec)
    except ImproperlyConfigured:
        return image.get_rendition(filter_spec).url


@register.simple_tag
def picture_sources(image, spec: str, width: int, height: int | None = None) -> list[dict]:
    """Return address and width of each size of a picture, smallest first.

    `spec` is "fill" (cut to the proportion of width and height) or "width" (keeps the picture's proportion).
    Sizes go up to twice the shown width, for sharp displays, and never beyond the original.
    """
    widest = min(2 * int(width), image.width)
    widths = [size for size in PICTURE_WIDTHS if size < widest] + [widest]
    sources = []
    for size in widths:
        crop = f"-{size}x{round(size * int(height) / int(width))}" if spec == "fill" else f"-{size}"
        sources.append({"url": picture_url(image, f"{spec}{crop}|format-webp"), "width": size})
    return sources


@register.filter
def paged_numbers(page) -> list[int | str]:
    """Return the page numbers to show around a page of a paginator, with "…" where some are left out."""
    return list(page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1))
