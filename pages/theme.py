"""A county's corporate design as KERN custom properties, served as a style sheet of its own.

A served file instead of a style attribute, because the content security policy allows no inline styles.
"""

import hashlib

from django.urls import NoReverseMatch, reverse

from pages.colours import BLACK, WHITE, contrast, mix, readable_on
from pages.models.site_settings import CornerRadius, SiteSettings

# The grounds of koordination.css that are worst for contrast: its darkest light and its lightest dark tint (--k-soft).
LIGHT_GROUND, DARK_GROUND = "#eef2fa", "#252b3b"
# A shade that only just reads on the dark dazzles less than it helps: ask for more than the minimum.
DARK_SHARE = 0.25
RADIUS = {CornerRadius.NONE: "0", CornerRadius.LARGE: "0.875rem"}


def colours(settings: SiteSettings, ground: str) -> list[tuple[str, str]]:
    """Return the custom properties of one colour scheme."""
    properties = []
    is_dark = ground == DARK_GROUND
    if settings.primary_colour:
        shade = mix(settings.primary_colour, WHITE, DARK_SHARE) if is_dark else settings.primary_colour
        brand = readable_on(shade, ground)
        on_brand = max(WHITE, BLACK, key=lambda text: contrast(text, brand))
        properties += [
            ("--kern-color-action-default", brand),
            ("--kern-color-action-on-default", on_brand),
            ("--k-brand", brand),
            ("--k-on-brand", on_brand),
        ]
    if settings.accent_colour:
        shade = mix(settings.accent_colour, WHITE, DARK_SHARE) if is_dark else settings.accent_colour
        properties.append(("--k-accent", readable_on(shade, ground)))
    return properties


def shapes(settings: SiteSettings) -> list[tuple[str, str]]:
    radius = RADIUS.get(CornerRadius(settings.corner_radius))
    if radius is None:
        return []
    return [
        ("--k-radius", radius),
        ("--kern-metric-border-radius-small", radius),
        ("--kern-metric-border-radius-default", radius),
        ("--kern-metric-border-radius-large", radius),
    ]


def rule(properties: list[tuple[str, str]]) -> str:
    lines = "".join(f"    {name}: {value};\n" for name, value in properties)
    return f"  :root {{\n{lines}  }}\n" if properties else ""


def theme_css(settings: SiteSettings | None) -> str:
    """Return the style sheet; empty where nothing differs from KERN."""
    if settings is None or not settings.has_theme:
        return ""
    light = rule([*colours(settings, LIGHT_GROUND), *shapes(settings)])
    dark = rule(colours(settings, DARK_GROUND))
    dark = f"  @media (prefers-color-scheme: dark) {{\n{dark}  }}\n" if dark else ""
    return f"@layer theme {{\n{light}{dark}}}\n"


def theme_version(css: str) -> str:
    return hashlib.sha256(css.encode()).hexdigest()[:12]


def theme_url(settings: SiteSettings | None) -> str:
    """Return the style sheet's address with its version, or an empty text where none is needed."""
    css = theme_css(settings)
    try:
        return f"{reverse('pages_theme')}?v={theme_version(css)}" if css else ""
    except NoReverseMatch:
        return ""
