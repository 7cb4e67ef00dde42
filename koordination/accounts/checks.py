"""Checks of the accounts' settings: a wrong number is an error, a role nobody has is a warning."""

from django.core import checks
from django.utils.translation import gettext as _

from koordination.accounts import conf
from koordination.roles import RIGHTS
from pages.setting_checks import wrong_values


@checks.register("settings")
def check_accounts(app_configs, **kwargs) -> list[checks.CheckMessage]:
    return [*wrong_values("KOORDINATION_", conf.SETTINGS), *unknown_roles()]


def unknown_roles() -> list[checks.Warning]:
    """Warn of roles we do not ship: one that is misspelt would leave everybody without a second factor."""
    return [
        checks.Warning(
            _("KOORDINATION_MFA_REQUIRED_ROLES nennt die Rolle „%(role)s“, die nicht zu den mitgelieferten gehört.")
            % {"role": role},
            hint=_("Es gibt: %(names)s; * meint alle. Eine eigene Gruppe muss im CMS genau so heißen.")
            % {"names": ", ".join(RIGHTS)},
            id="koordination.W001",
        )
        for role in conf.roles_that_need_two_factors()
        if role not in {conf.EVERYBODY, *RIGHTS}
    ]
