from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class VorgangConfig(AppConfig):
    """Everything a person sends us: confirm, personal link, mails, due jobs, erasure."""

    name = "vorgang"
    verbose_name = _("Vorgänge")
    default_auto_field = "django.db.models.BigAutoField"
    urls = "vorgang.urls"

    def ready(self):
        from pages.setting_checks import register_setting_checks
        from vorgang import conf

        register_setting_checks(conf.PREFIX, conf.SETTINGS)
