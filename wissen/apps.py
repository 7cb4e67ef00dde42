from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WissenConfig(AppConfig):
    """Questions and answers with dated figures, and funding programmes."""

    name = "wissen"
    verbose_name = _("Wissen")
    default_auto_field = "django.db.models.BigAutoField"
    shown_on_pages = True
    urls = "wissen.urls"

    def ready(self):
        from pages.setting_checks import register_setting_checks
        from wissen import api_blocks, conf, receivers
        from wissen.desk import inbox_policy

        register_setting_checks(conf.PREFIX, conf.SETTINGS)
        api_blocks.register()
        receivers.connect()
        inbox_policy.register(self.get_model("Inquiry"), self.get_model("Guide"))
