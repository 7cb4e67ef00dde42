"""Wagtail's dialogues for pages, pictures and places, shown again after a value that is no number.

A form that is refused is shown with what was sent. Wagtail 8.0 then looks the value up and raises ValueError where
it is no key (wagtail.admin.widgets.chooser.BaseChooser.get_instance), so that the error page takes the place of the
error. Here such a value is nothing chosen, and the field says that the choice is not valid. A number that no
database holds would raise OverflowError in Django's ModelChoiceField on SQLite; it is read as a key that nothing has.
"""

from functools import wraps

from wagtail.admin.widgets.chooser import BaseChooser

LONGEST_KEY = 18


def tolerant(get_instance):
    """Return the look-up with "nothing chosen" for what cannot be a key."""

    @wraps(get_instance)
    def get_instance_or_none(self, value):
        try:
            return get_instance(self, value)
        except (TypeError, ValueError):
            return None

    return get_instance_or_none


def possible(value_from_datadict):
    """Return the reading of a sent value with 0 for a number of more than 18 digits."""

    @wraps(value_from_datadict)
    def possible_value(self, data, files, name):
        value = value_from_datadict(self, data, files, name)
        return "0" if isinstance(value, str) and value.isdecimal() and len(value) > LONGEST_KEY else value

    return possible_value


def guard_choosers() -> None:
    """Put the look-up above in the place of Wagtail's; called once when the site starts."""
    if not hasattr(BaseChooser.get_instance, "__wrapped__"):
        BaseChooser.get_instance = tolerant(BaseChooser.get_instance)
        BaseChooser.value_from_datadict = possible(BaseChooser.value_from_datadict)
