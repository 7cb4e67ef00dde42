"""The kinds of answer a question may ask for."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class QuestionKind(models.TextChoices):
    SHORT = "short", _("kurzer Text")
    LONG = "long", _("langer Text")
    YES_NO = "yes_no", _("ja oder nein")
    ONE = "one", _("eine aus einer Liste")
    SEVERAL = "several", _("mehrere aus einer Liste")
