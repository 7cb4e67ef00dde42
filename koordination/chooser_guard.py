"""Wagtail's dialogues for pages, pictures and places, shown again after a value that is no number.

A form that is refused is shown with what was sent. Wagtail 8.0 then looks the value up and raises ValueError where
it is no key (wagtail.admin.widgets.chooser.BaseChooser.get_instance), so that the error page takes the place of the
error. Here such a value is nothing chosen, and the field says that the choice is not valid.
"""

from functools import wraps

from wagtail.admin.widgets.chooser import BaseChooser


def tolerant(get_instance):
    """Return the look-up with "nothing chosen" for what cannot be a key."""

    @wraps(get_instance)
    def get_instance_or_none(self, value):
        try:
            return get_instance(self, value)
        except (TypeError, ValueError):
            return None

    return get_instance_or_none


def guard_choosers() -> None:
    """Put the look-up above in the place of Wagtail's; called once when the site starts."""
    if not hasattr(BaseChooser.get_instance, "__wrapped__"):
        BaseChooser.get_instance = tolerant(BaseChooser.get_instance)
