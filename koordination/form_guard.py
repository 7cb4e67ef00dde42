"""Three forms of Wagtail 8.0 that take for granted what a form may lack, and end in an error page without it.

- An external link: the address (wagtail.admin.forms.choosers.URLOrAbsolutePathValidator.is_absolute_path).
- The import of redirects: its two hidden fields (wagtail.contrib.redirects.forms.ConfirmImportManagementForm.clean).
- A document that waits for its title: the form of the second step has no field for the file, and Wagtail judges the
  missing file all the same (wagtail.documents.models.AbstractDocument.clean), so that nothing is ever saved there.
"""

from functools import wraps

from django.core.exceptions import ValidationError
from wagtail.admin.forms.choosers import URLOrAbsolutePathValidator
from wagtail.contrib.redirects.forms import ConfirmImportManagementForm

from pages.uploads.documents import CheckedDocumentForm


def of_text_only(is_absolute_path):
    """Return the question whether something is a path, with "no" for nothing."""

    @wraps(is_absolute_path)
    def is_path(value) -> bool:
        return bool(value) and is_absolute_path(value)

    return is_path


def of_whole_forms_only(clean):
    """Return the check of the hidden fields, with ValidationError where one is missing; the view answers 400."""

    @wraps(clean)
    def clean_or_refuse(self):
        try:
            return clean(self)
        except KeyError as error:
            raise ValidationError(f"missing: {error}") from error

    return clean_or_refuse


class WaitingDocumentForm(CheckedDocumentForm):
    """The form of a document; the file that came in the first step was judged there."""

    def add_error(self, field, error) -> None:
        if field is None and "file" not in self.fields:
            getattr(error, "error_dict", {}).pop("file", None)
        super().add_error(field, error)


def guard_forms() -> None:
    """Put the functions above in the place of Wagtail's; called once when the site starts."""
    if not hasattr(ConfirmImportManagementForm.clean, "__wrapped__"):
        path = of_text_only(URLOrAbsolutePathValidator.is_absolute_path)
        URLOrAbsolutePathValidator.is_absolute_path = staticmethod(path)
        ConfirmImportManagementForm.clean = of_whole_forms_only(ConfirmImportManagementForm.clean)
