"""`manage.py check --database default` says what the panel in the CMS says: the statement has to be renewed."""

from django.core import checks
from django.db import DatabaseError
from django.utils.formats import date_format
from django.utils.translation import gettext as _

HINT = _("Bitte prüfen Sie die Website und tragen Sie den Tag ein: Einstellungen, Erklärung zur Barrierefreiheit.")


def statement_is_current(app_configs, databases=None, **kwargs) -> list[checks.CheckMessage]:
    """Warn of an accessibility statement that is old, or will be within thirty days (EU 2018/1523)."""
    from pages.duties.statements import renewals_due

    if not databases:
        return []
    try:
        found = renewals_due()
    except DatabaseError:  # before the first migration there is nothing to be old
        return []
    return [checks.Warning(sentence(renewal), hint=HINT, id="pages.W002") for renewal in found]


def sentence(renewal) -> str:
    if renewal.renew_by is None:
        return _("Die Website %(site)s hat keine Bewertung ihrer Barrierefreiheit.") % {"site": renewal.site}
    day = date_format(renewal.renew_by, _("j. F Y"))
    return _("Die Bewertung der Barrierefreiheit von %(site)s gilt bis zum %(day)s.") % {
        "site": renewal.site,
        "day": day,
    }
