from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SucheConfig(AppConfig):
    """Search over everything the rooms publish (arrives with its own issue)."""

    name = "suche"
    verbose_name = _("Suche")
    default_auto_field = "django.db.models.BigAutoField"
