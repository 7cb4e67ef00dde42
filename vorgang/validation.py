"""Judging API input by the very forms that visitors use."""

from typing import TypeVar

from django import forms
from django.utils.translation import gettext_lazy as _

AnyForm = TypeVar("AnyForm", bound=forms.BaseForm)


class InvalidInput(Exception):
    """A form refused the input; `errors` lists {field, message} in German."""

    status = 422
    code = "invalid"
    message = _("Bitte prüfen Sie die genannten Felder.")

    def __init__(self, form: forms.BaseForm):
        self.errors = [
            {"field": name, "message": message} for name, messages in form.errors.items() for message in messages
        ]
        super().__init__(str(self.message))


def validated(form: AnyForm) -> AnyForm:
    """Return a valid form; raises InvalidInput."""
    if not form.is_valid():
        raise InvalidInput(form)
    return form
