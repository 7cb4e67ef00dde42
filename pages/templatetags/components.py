"""What the components in templates/components/ need beyond Django's own tags."""

import re

from django import template
from django.forms import BoundField
from django.utils.html import format_html_join, linebreaks
from django.utils.safestring import SafeString, mark_safe

from pages import pictures

register = template.Library()


@register.filter
def tel(phone: str) -> str:
    """Return the address of a phone link: digits and a leading plus, without "(0)" and blanks."""
    number = re.sub(r"[^\d+]", "", str(phone).replace("(0)", ""))
    return f"tel:{number}"


@register.filter
def breakable(address: str) -> SafeString:
    """Return a mail address that breaks behind its @ and before a dot, where it has to break at all."""
    parts = re.split(r"(?<=@)|(?=\.)", address)
    return format_html_join(SafeString("<wbr>"), "{}", ([part] for part in parts))


@register.filter
def running_text(text) -> SafeString:
    """Return safe HTML (rich text, a rendered block) as it is, and plain text in paragraphs."""
    return mark_safe(text.__html__() if hasattr(text, "__html__") else linebreaks(text, autoescape=True))  # nosec B308 B703 # as safe as it came


@register.filter
def lines(text) -> list[str]:
    """Return the lines of a fact that has several, such as its dates; none where one line says it."""
    found = str(text).splitlines()
    return found if len(found) > 1 else []


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


register.simple_tag(pictures.picture_url)
register.simple_tag(pictures.picture)


@register.filter
def paged_numbers(page) -> list[int | str]:
    """Return the page numbers to show around a page of a paginator, with "…" where some are left out."""
    return list(page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1))
