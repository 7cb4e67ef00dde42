from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WissenConfig(AppConfig):
    """Questions and answers with dated figures."""

    name = "wissen"
    verbose_name = _("Wissen")
    default_auto_field = "django.db.models.BigAutoField"
    shown_on_pages = True
    urls = "wissen.urls"

    def ready(self):
        from wissen import api_blocks, receivers

        api_blocks.register()
        receivers.connect()
