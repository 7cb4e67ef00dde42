from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WissenConfig(AppConfig):
    """Questions and answers with dated figures (arrives with its own issue)."""

    name = "wissen"
    verbose_name = _("Wissen")
    default_auto_field = "django.db.models.BigAutoField"
