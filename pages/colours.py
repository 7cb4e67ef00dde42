"""Colours of a county's theme: reading, contrast, and the shade that can be read."""

import re

HEX = re.compile(r"^#[0-9a-f]{6}$")
WHITE, BLACK = "#ffffff", "#000000"
# WCAG 2.2, success criterion 1.4.3: running text.
READABLE = 4.5


def channels(colour: str) -> tuple[int, int, int]:
    """Return red, green and blue (0 to 255) of "#rrggbb"."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def luminance(colour: str) -> float:
    """Return the relative luminance from 0 (black) to 1 (white), as WCAG 2.2 defines it."""
    red, green, blue = (
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in (channel / 255 for channel in channels(colour))
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours from 1 to 21 (WCAG 2.2)."""
    darker, lighter = sorted([luminance(one), luminance(other)])
    return (lighter + 0.05) / (darker + 0.05)


def mix(colour: str, other: str, share: float) -> str:
    """Return a colour with a share (0 to 1) of another one."""
    mixed = (round(a + (b - a) * share) for a, b in zip(channels(colour), channels(other), strict=True))
    return "#" + "".join(f"{channel:02x}" for channel in mixed)


def readable_on(colour: str, ground: str) -> str:
    """Return the colour, or the nearest shade of it with a contrast of at least 4.5 to the ground."""
    towards = BLACK if luminance(ground) > 0.18 else WHITE
    for step in range(101):
        shade = mix(colour, towards, step / 100)
        if contrast(shade, ground) >= READABLE:
            return shade
    return towards
