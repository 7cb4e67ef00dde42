from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SucheConfig(AppConfig):
    """Search over everything the rooms publish."""

    name = "suche"
    verbose_name = _("Suche")
    default_auto_field = "django.db.models.BigAutoField"
    shown_on_pages = True
    urls = "suche.urls"

    def ready(self):
        from pages.setting_checks import register_setting_checks
        from suche import conf, receivers

        receivers.connect()
        register_setting_checks(conf.PREFIX, conf.SETTINGS)
