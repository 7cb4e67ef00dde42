"""The image form of the CMS: whatever a decoder stumbles over becomes a sentence at the field, and nothing is kept
of a picture but its pixels: a telephone writes into it where and when it was taken, and by whose device.

Wagtail decodes an upload only after validation, so a truncated JPEG (OSError) or a PNG with a huge text
chunk (ValueError) would end in an error page. Set WAGTAILIMAGES_IMAGE_FORM_BASE =
"pages.uploads.images.CheckedImageForm".
"""

from io import BytesIO
from math import inf

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import InMemoryUploadedFile
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps
from wagtail.images.forms import BaseImageForm

from pages.uploads.free_space import check_room_for
from pages.uploads.scanner import check_for_malware

UNREADABLE = _(
    "Dieses Bild lässt sich nicht lesen, die Datei ist beschädigt oder unvollständig. "
    "Bitte öffnen Sie es in einem Bildprogramm, speichern Sie es neu und laden Sie es noch einmal hoch."
)


MOVING = _(
    "Dieses Bild bewegt sich. Das lenkt ab und lässt sich auf unseren Seiten nicht anhalten. "
    "Bitte laden Sie ein stehendes Bild hoch, oder binden Sie einen Film ein."
)
# What we write anew, as good as a picture for the web ever needs; the sizes on the pages are made from it.
# Rather large than slow: packed as tightly as it goes, a PNG of 25 megapixels takes half a minute [measured].
SAVE_OPTIONS = {
    "JPEG": {"quality": 92},
    "PNG": {"compress_level": 1},
    "WEBP": {"quality": 90, "method": 2},
    "AVIF": {"quality": 85, "speed": 10},
}

# Pillow holds a WebP picture four times, AVIF's encoder still more: so many leave a process below 400 MiB [measured].
MAX_PIXELS = {"WEBP": 12_000_000, "AVIF": 7_000_000}
TOO_MANY_PIXELS = _(
    "Dieses Bild hat mehr Bildpunkte, als wir in seinem Format verarbeiten können. "
    "Bitte speichern Sie es als JPEG, oder verkleinern Sie es auf höchstens %(megapixels)d Megapixel."
)


TOO_LARGE = _("Dieses Bild hat zu viele Bildpunkte. Bitte verkleinern Sie es auf höchstens %(megapixels)d Megapixel.")


def check_pixels(upload) -> None:
    """Refuse a picture that would take too much memory, before anything decodes it; raises ValidationError.

    Wagtail decodes a picture to count its frames, and only then its pixels.
    """
    # Wagtail's own default and its None for no limit, where a site says nothing.
    most_of_all = getattr(settings, "WAGTAILIMAGES_MAX_IMAGE_PIXELS", 128_000_000) or inf
    try:
        with Image.open(upload) as picture:
            most = min(MAX_PIXELS.get(picture.format, inf), most_of_all)
            pixels = picture.width * picture.height
    except Image.DecompressionBombError:
        pixels, most = inf, most_of_all
    if pixels > most:
        text = TOO_LARGE if most == most_of_all else TOO_MANY_PIXELS
        raise ValidationError(text, code="file_too_many_pixels", params={"megapixels": most // 1_000_000})


def stripped(upload) -> InMemoryUploadedFile:
    """Return an upload written anew: upright, with its colour profile, without EXIF, XMP, IPTC and comments.

    Raises ValidationError in German for what cannot be decoded and for moving pictures.
    """
    upload.seek(0)
    try:
        with Image.open(upload) as picture:
            picture.load()
            if getattr(picture, "n_frames", 1) > 1:
                raise ValidationError(MOVING, code="moving_image")
            content = written_anew(picture)
    except ValidationError:
        raise
    except Exception as error:  # a decoder may raise anything: OSError, ValueError, SyntaxError, struct.error …
        raise ValidationError(UNREADABLE, code="unreadable_image") from error
    kind = getattr(upload, "content_type", None)
    return InMemoryUploadedFile(content, "file", upload.name, kind, content.getbuffer().nbytes, None)


def written_anew(picture: Image.Image) -> BytesIO:
    """Return the pixels of a decoded picture in its own format."""
    file_format = "JPEG" if picture.format == "MPO" else picture.format
    # A copy of the largest picture would be a hundred megabytes.
    ImageOps.exif_transpose(picture, in_place=True)
    profile = picture.info.get("icc_profile")
    # Pillow would write some of these again: comments, EXIF, XMP, Photoshop's resources.
    picture.info = {name: picture.info[name] for name in ("transparency",) if name in picture.info}
    content = BytesIO()
    picture.save(content, file_format, icc_profile=profile, exif=b"", **SAVE_OPTIONS.get(file_format, {}))
    content.seek(0)
    return content


class CheckedImageForm(BaseImageForm):
    """Wagtail's image form with an upload that has been decoded and written anew."""

    def _clean_fields(self):
        """Guard the field's own validation, too: it opens the picture."""
        file_field = self.fields.get("file")
        if file_field is not None:
            file_field.to_python = guarded(file_field.to_python)
        super()._clean_fields()

    def clean_file(self):
        upload = self.cleaned_data["file"]
        if upload is not None and "file" in self.changed_data:
            picture = stripped(upload)
            check_room_for(picture)
            return picture
        return upload


def guarded(to_python):
    """Return a field's to_python that raises only ValidationError."""

    def read(upload):
        try:
            if upload:
                check_for_malware(upload)
                check_pixels(upload)
                upload.seek(0)
            return to_python(upload)
        except ValidationError:
            raise
        except Exception as error:  # see stripped()
            raise ValidationError(UNREADABLE, code="unreadable_image") from error

    return read
