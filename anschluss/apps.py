from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AnschlussConfig(AppConfig):
    """Tells other programs what has happened here: webhooks by the rules of Standard Webhooks."""

    name = "anschluss"
    verbose_name = _("Anschlüsse")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from anschluss import checks, conf, receivers  # noqa: F401
        from pages.setting_checks import register_setting_checks

        receivers.connect()
        register_setting_checks(conf.PREFIX, conf.SETTINGS)
