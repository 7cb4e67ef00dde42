from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VereineConfig(AppConfig):
    """Associations: directory and accounts (arrives with its own issue)."""

    name = "vereine"
    verbose_name = _("Vereine")
    default_auto_field = "django.db.models.BigAutoField"
