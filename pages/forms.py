"""What every form of ours does with text before anybody looks at it."""

from typing import Any

from django import forms
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from pages.clean_text import clean_text, dangerous

UNWANTED = _(
    "Wir haben unsichtbare Zeichen aus diesem Feld entfernt. Bitte prüfen Sie die Angabe und senden Sie noch einmal."
)


def refuse_endless_text(form_name: str, fields: dict[str, Any]) -> None:
    """Raise ImproperlyConfigured for a text field without a length: it would take 50,000 characters."""
    for name, field in fields.items():
        if isinstance(field, forms.CharField) and field.max_length is None and not field.disabled:
            raise ImproperlyConfigured(f"{form_name}.{name} needs a max_length.")


class CleanFormMixin:
    """Cleans each text field of a form; put it left of forms.Form or forms.ModelForm.

    A field with dangerous characters gets an error and is shown again without them, so that sending once
    more works. Invisible ones go silently.
    """

    def __init_subclass__(cls, **kwargs):
        super().__init_subclass__(**kwargs)
        refuse_endless_text(cls.__name__, cls.__dict__.get("declared_fields", {}))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        refuse_endless_text(type(self).__name__, self.fields)
        self._unwanted: set[str] = set()
        if self.is_bound:
            self._clean_bound_text()

    def _clean_bound_text(self) -> None:
        cleaned = self.data.copy()
        for name, field in self.fields.items():
            if not isinstance(field, forms.CharField) or field.disabled:
                continue
            html_name = self.add_prefix(name)
            value = field.widget.value_from_datadict(self.data, self.files, html_name)
            if not isinstance(value, str):
                continue
            if dangerous(value):
                self._unwanted.add(name)
            cleaned[html_name] = clean_text(value)
        self.data = cleaned

    def _clean_fields(self):
        super()._clean_fields()
        for name in self._unwanted:
            self.add_error(name, forms.ValidationError(UNWANTED, code="unwanted_characters"))
