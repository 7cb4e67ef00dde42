"""Two small fields of the knowledge base: entries of which each has its line, and a choice of several audiences."""

from django import forms
from django.db import models

from wissen.states import Audience


class LinesField(models.TextField):
    """Entries one below the other; stored as text, so that they are translated and compared like any text."""

    def formfield(self, **kwargs):
        return super().formfield(**{"widget": forms.Textarea(attrs={"rows": 6}), **kwargs})


class AddressField(models.URLField):
    """An address on the web; what is typed without a scheme is taken for https."""

    def formfield(self, **kwargs):
        return super().formfield(**{"assume_scheme": "https", **kwargs})


def lines(text: str) -> list[str]:
    """Return the entries of a LinesField."""
    return [line.strip() for line in text.splitlines() if line.strip()]


class AudienceField(models.CharField):
    """Several of the audiences, stored as "kasse vorstand"."""

    def __init__(self, *args, max_length: int = 100, **kwargs):
        super().__init__(*args, max_length=max_length, **kwargs)

    def formfield(self, **kwargs):
        return AudienceFormField(
            label=self.verbose_name,
            required=not self.blank,
            choices=Audience.choices,
            widget=forms.CheckboxSelectMultiple,
        )


class AudienceFormField(forms.MultipleChoiceField):
    """Checkboxes whose value is one text."""

    def prepare_value(self, value):
        return value.split() if isinstance(value, str) else value

    def clean(self, value):
        return " ".join(super().clean(value))

    def has_changed(self, initial, data):
        return super().has_changed(self.prepare_value(initial), data)
