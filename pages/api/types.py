"""Types for the fields of API payloads."""

from typing import Annotated

from django.utils.translation import gettext as _
from ninja import Header
from pydantic import BeforeValidator

from pages.clean_text import clean_text, dangerous


def clean_or_refuse(value: object) -> object:
    """Return a text cleaned; raises ValueError where cleaning would change what was meant."""
    if dangerous(value):
        raise ValueError(_("Das Feld enthält unsichtbare Steuerzeichen. Bitte senden Sie es ohne diese."))
    return clean_text(value) if isinstance(value, str) else value


# A text without control characters; `Field(max_length=…)` still says how long it may be.
CleanStr = Annotated[str, BeforeValidator(clean_or_refuse)]

# By which a repeated request is told from a new one.
IdempotencyKey = Annotated[
    str, Header(alias="Idempotency-Key", min_length=8, max_length=100, pattern=r"^[\x21-\x7e]+$")
]
