"""What must not be so on a county's server; run with `manage.py check --deploy`."""

from django.core import checks
from django.utils.translation import gettext as _

from anschluss import conf


@checks.register("security", deploy=True)
def loopback_is_closed(app_configs, **kwargs) -> list[checks.CheckMessage]:
    if not conf.allow_loopback():
        return []
    return [
        checks.Error(
            _("ANSCHLUSS_ALLOW_LOOPBACK ist eingeschaltet: Anschlüsse erreichen dann Dienste auf diesem Rechner."),
            hint=_("Die Einstellung ist nur für Entwicklung und Tests da. Bitte löschen Sie sie."),
            id="anschluss.E002",
        )
    ]
