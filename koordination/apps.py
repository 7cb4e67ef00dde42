from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class KoordinationConfig(AppConfig):
    """The assembled site: settings, addresses, the public API and the demo county. Holds no rule."""

    name = "koordination"
    verbose_name = _("Koordination")

    def ready(self):
        from koordination.observability import fault_reports

        fault_reports.start()
