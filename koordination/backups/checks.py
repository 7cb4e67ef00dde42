"""Check of how long backups are kept: they hold people who were forgotten since."""

from django.core import checks

from pages.setting_checks import Number, wrong_values


@checks.register("settings")
def check_backups(app_configs, **kwargs) -> list[checks.CheckMessage]:
    return list(wrong_values("BACKUP_", (Number("BACKUP_DAYS", 1, 365),)))
