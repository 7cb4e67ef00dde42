from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BoerseConfig(AppConfig):
    """Engagement offers and requests (arrives with its own issue)."""

    name = "boerse"
    verbose_name = _("Börse")
    default_auto_field = "django.db.models.BigAutoField"
