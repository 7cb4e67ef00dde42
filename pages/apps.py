from django.apps import AppConfig
from django.core import checks
from django.utils.translation import gettext_lazy as _


class PagesConfig(AppConfig):
    """The foundation: page types without behaviour, blocks, navigation, site settings, slots, clean text."""

    name = "pages"
    verbose_name = _("Seiten")
    default_auto_field = "django.db.models.BigAutoField"
    shown_on_pages = True
    root_urls = "pages.urls_root"
    urls = "pages.urls"

    def ready(self):
        from pages import receivers
        from pages.duties.checks import statement_is_current

        receivers.connect()
        checks.register(statement_is_current, checks.Tags.database)
