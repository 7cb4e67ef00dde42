from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrteConfig(AppConfig):
    """Municipalities, places with accessibility facts, public and school holidays."""

    name = "orte"
    verbose_name = _("Orte")
    default_auto_field = "django.db.models.BigAutoField"
    shown_on_pages = True
    urls = "orte.urls"
