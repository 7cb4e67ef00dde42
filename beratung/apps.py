from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BeratungConfig(AppConfig):
    """Counselling hours and appointments (arrives with its own issue)."""

    name = "beratung"
    verbose_name = _("Beratung")
    default_auto_field = "django.db.models.BigAutoField"
