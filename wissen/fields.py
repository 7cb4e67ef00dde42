"""The small fields of the knowledge base: lines, addresses, and several choices in one text."""

from django import forms
from django.core.exceptions import ValidationError
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


class SeveralField(models.CharField):
    """Several of its choices, stored as "kasse vorstand"."""

    def __init__(self, *args, max_length: int = 100, **kwargs):
        super().__init__(*args, max_length=max_length, **kwargs)

    def validate(self, value, model_instance):
        """Judge each of the values; the field's own way would look for all of them in one choice."""
        known = dict(self.flatchoices)
        for each in value.split():
            if each not in known:
                raise ValidationError(
                    self.error_messages["invalid_choice"], code="invalid_choice", params={"value": each}
                )
        if not value and not self.blank:
            raise ValidationError(self.error_messages["blank"], code="blank")

    def formfield(self, **kwargs):
        return SeveralFormField(
            label=self.verbose_name,
            required=not self.blank,
            choices=self.choices,
            widget=forms.CheckboxSelectMultiple,
            help_text=self.help_text,
        )


class AudienceField(SeveralField):
    """Several of the audiences."""

    def __init__(self, *args, choices=Audience.choices, **kwargs):
        super().__init__(*args, choices=choices, **kwargs)


class SeveralFormField(forms.MultipleChoiceField):
    """Checkboxes whose value is one text."""

    def prepare_value(self, value):
        return value.split() if isinstance(value, str) else value

    def clean(self, value):
        return " ".join(super().clean(value))

    def has_changed(self, initial, data):
        return super().has_changed(self.prepare_value(initial), data)
