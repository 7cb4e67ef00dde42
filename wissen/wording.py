"""Numbers as they are written in German texts."""

from decimal import ROUND_HALF_UP, Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext

NO_BREAK_SPACE = "\u00a0"
MINUS = "\u2212"


def number(value: Decimal) -> str:
    """Return a number in the active language, two decimal places where it is not whole: 3.300, 13,90, −50."""
    is_whole = value == value.to_integral_value()
    rounded = value.quantize(Decimal(1) if is_whole else Decimal("0.01"), rounding=ROUND_HALF_UP)
    written = number_format(rounded, decimal_pos=0 if is_whole else 2, use_l10n=True, force_grouping=True)
    # A hyphen is short, breaks off at the end of a line, and many screen readers leave it out.
    return written.replace("-", MINUS)


def money(value: Decimal) -> str:
    """Return an amount with its unit, which stays on the same line."""
    unit = gettext("Euro")
    return f"{number(value)}{NO_BREAK_SPACE}{unit}"
