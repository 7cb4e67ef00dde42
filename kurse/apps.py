from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class KurseConfig(AppConfig):
    """Training workshops and their bookings."""

    name = "kurse"
    verbose_name = _("Kurse")
    default_auto_field = "django.db.models.BigAutoField"
    shown_on_pages = True
    urls = "kurse.urls"

    def ready(self):
        from kurse import conf, receivers
        from pages.setting_checks import register_setting_checks

        receivers.connect()
        register_setting_checks(conf.PREFIX, conf.SETTINGS)
