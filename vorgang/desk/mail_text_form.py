"""The form in which the office rewords a mail, and who may use it."""

from django.conf import settings
from django.core.exceptions import ValidationError
from wagtail.admin.forms import WagtailAdminModelForm

from pages.forms import CleanFormMixin
from vorgang.models import MailText


class MailTextForm(CleanFormMixin, WagtailAdminModelForm):
    """Keeps a text at its mail, and refuses a second one in the same language."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # Its translations would stay behind.
        self.fields["kind"].disabled = bool(self.instance.pk)

    def validate_unique(self):
        """Look at the language too, which is chosen before the form opens and is no field of it."""
        super().validate_unique()
        try:
            self.instance.validate_constraints()
        except ValidationError as error:
            self.add_error(None, error)


def may_change(user, text: MailText) -> bool:
    """Return whether somebody may change this text: what others translate, only who may publish."""
    return text.locale.language_code != settings.LANGUAGE_CODE or user.has_perm("vorgang.publish_mailtext")
