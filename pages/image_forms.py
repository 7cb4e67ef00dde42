"""The image form of the CMS: whatever a decoder stumbles over becomes a sentence at the field.

Wagtail decodes an upload only after validation, so a truncated JPEG (OSError) or a PNG with a huge text
chunk (ValueError) would end in an error page. Set WAGTAILIMAGES_IMAGE_FORM_BASE = "pages.image_forms.CheckedImageForm".
"""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from PIL import Image
from wagtail.images.forms import BaseImageForm

UNREADABLE = _(
    "Dieses Bild lässt sich nicht lesen, die Datei ist beschädigt oder unvollständig. "
    "Bitte öffnen Sie es in einem Bildprogramm, speichern Sie es neu und laden Sie es noch einmal hoch."
)


def decode(upload) -> None:
    """Read every pixel of an upload; raises ValidationError in German where that fails."""
    upload.seek(0)
    try:
        with Image.open(upload) as picture:
            picture.load()
    except ValidationError:
        raise
    except Exception as error:  # a decoder may raise anything: OSError, ValueError, SyntaxError, struct.error …
        raise ValidationError(UNREADABLE, code="unreadable_image") from error
    finally:
        upload.seek(0)


class CheckedImageForm(BaseImageForm):
    """Wagtail's image form with an upload that has been decoded once."""

    def _clean_fields(self):
        """Guard the field's own validation, too: it opens the picture."""
        file_field = self.fields.get("file")
        if file_field is not None:
            file_field.to_python = guarded(file_field.to_python)
        super()._clean_fields()

    def clean_file(self):
        upload = self.cleaned_data["file"]
        if upload is not None and "file" in self.changed_data:
            decode(upload)
        return upload


def guarded(to_python):
    """Return a field's to_python that raises only ValidationError."""

    def read(upload):
        try:
            return to_python(upload)
        except ValidationError:
            raise
        except Exception as error:  # see decode()
            raise ValidationError(UNREADABLE, code="unreadable_image") from error

    return read
