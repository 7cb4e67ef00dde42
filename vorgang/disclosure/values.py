"""One column of a row as a person reads it, and as a program does."""

from datetime import date, datetime

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import models
from django.utils import timezone
from django.utils.formats import date_format, localize
from django.utils.translation import gettext as _

from vorgang.mails import mail_kinds
from vorgang.models import ConsentText, OutboxMail


def readable(row: models.Model, field: models.Field) -> str:
    """Return a column in words; a member of staff stays unnamed (CJEU C-579/21)."""
    if isinstance(field, models.ForeignKey):
        return named(getattr(row, field.name))
    if field.choices:
        return str(getattr(row, f"get_{field.name}_display")())
    if hasattr(row, f"{field.name}_in_words"):
        return str(getattr(row, f"{field.name}_in_words"))
    value = field.value_from_object(row)
    if field.name == "language":
        return str(dict(settings.LANGUAGES).get(value, value))
    if isinstance(row, OutboxMail) and field.name == "kind":
        return name_of_mail(value)
    if isinstance(value, bool):
        return _("ja") if value else _("nein")
    if isinstance(value, datetime):
        return date_format(timezone.localtime(value), _("j. F Y, H:i \\U\\h\\r"))
    if isinstance(value, date):
        return date_format(value, _("j. F Y"))
    return "" if value is None else str(localize(value, use_l10n=True))


def named(related: models.Model | None) -> str:
    """Return what a row that is pointed to is called."""
    if isinstance(related, get_user_model()):
        return _("jemand aus der Koordinierungsstelle")
    if isinstance(related, ConsentText):
        return related.text
    return "" if related is None else str(related)


def name_of_mail(key: str) -> str:
    """Return what a mail is called; one whose room is gone keeps its key."""
    kind = mail_kinds().get(key)
    return str(kind.label) if kind else key


def raw(row: models.Model, field: models.Field) -> object:
    """Return a column for programs: as stored, or in words where it points to another row."""
    return readable(row, field) if isinstance(field, models.ForeignKey) else field.value_from_object(row)
