"""Judging API input by the very forms that visitors use."""

from collections.abc import Iterable, Mapping
from typing import TypeVar

from django import forms
from django.utils.translation import gettext_lazy as _

AnyForm = TypeVar("AnyForm", bound=forms.BaseForm)


class InvalidInput(Exception):
    """Input was refused: by field, in German. `errors` lists {field, message}."""

    status = 422
    code = "invalid"
    message = _("Bitte prüfen Sie die genannten Felder.")

    def __init__(self, errors: Mapping[str, Iterable[str]]):
        self.errors = [
            {"field": name, "message": str(message)} for name, messages in errors.items() for message in messages
        ]
        super().__init__(str(self.message))


def validated(form: AnyForm) -> AnyForm:
    """Return a valid form; raises InvalidInput."""
    if not form.is_valid():
        raise InvalidInput(form.errors)
    return form
