"""The part of a booking form that registers several people at once, for instance those of an association."""

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from vorgang.forms.validators import validate_name

# How many people one booking may have; more than these the office enters after a call.
MOST_PEOPLE = 10
LONGEST_NAME = 120
FIELDS = ("number", "takes_part", "people", "association")


class GroupFields(forms.Form):
    """How many come, whether whoever writes is one of them, and the names of the others; all of it may stay empty."""

    number = forms.IntegerField(
        label=_("Wie viele Personen nehmen teil?"),
        required=False,
        min_value=1,
        max_value=MOST_PEOPLE,
        initial=1,
    )
    takes_part = forms.BooleanField(label=_("Ich nehme selbst teil"), required=False, initial=True)
    people = forms.CharField(
        label=_("Namen der anderen Personen"),
        required=False,
        max_length=MOST_PEOPLE * LONGEST_NAME,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Schreiben Sie jeden Namen in eine eigene Zeile. Lassen Sie weg, wer noch nicht feststeht."),
    )
    association = forms.CharField(
        label=_("Verein oder Organisation"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )

    def clean_people(self) -> list[str]:
        """Return the names, one from each line that says something."""
        names = [" ".join(line.split()) for line in self.cleaned_data["people"].splitlines() if line.strip()]
        for name in names:
            validate_name(name)
            MaxLengthValidator(LONGEST_NAME)(name)
        return names

    def clean(self):
        cleaned = super().clean()
        named = {"number", "people"} <= cleaned.keys()
        if named and len(cleaned["people"]) > self.number_of_others():
            self.add_error(
                "people",
                _("Das sind mehr Namen als Personen. Bitte ändern Sie die Zahl oder streichen Sie einen Namen."),
            )
        return cleaned

    def comes_alone(self) -> bool:
        """Whether nothing says that anybody else comes."""
        number = self.cleaned_data.get("number") or 1
        return number == 1 and not self.cleaned_data.get("people")

    def number_of_others(self) -> int:
        return (self.cleaned_data.get("number") or 1) - bool(self.cleaned_data.get("takes_part"))

    def names(self) -> tuple[str, ...]:
        """Return the name of everybody who comes, "" where it is not known yet; none where one person books alone."""
        if self.comes_alone():
            return ()
        own = (self.cleaned_data["name"],) if self.cleaned_data["takes_part"] else ()
        named = tuple(self.cleaned_data["people"])
        return (*own, *named, *[""] * (self.number_of_others() - len(named)))

    def is_for_group(self) -> bool:
        """Whether the part of the form for several people is to be seen at once."""
        if not self.is_bound:
            return False
        asked = str(self.data.get("number") or "1").strip()
        return asked != "1" or any(self.data.get(name) for name in ("people", "association"))

    def visible_fields(self):
        return [field for field in super().visible_fields() if field.name not in FIELDS]

    def group_fields(self):
        return [self[name] for name in FIELDS]
