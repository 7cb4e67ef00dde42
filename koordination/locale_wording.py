"""The form for a new language names in its heading what it makes; wagtail-localize 1.14 says "Locale" there.

Wagtail's model carries its name untranslated, so no catalogue reaches it.
"""

from django.utils.translation import gettext_lazy as _


def name_new_languages():
    """Give the form's heading and its path a German name; called once when the site starts."""
    from wagtail_localize.locales.views import CreateView

    CreateView.page_subtitle = _("Sprache")
