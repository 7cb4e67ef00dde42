"""The largest picture that may be uploaded is written anew in the time somebody waits at the CMS."""

import io
import time

import pytest
from PIL import Image as PillowImage

from benchmarks.yardstick import MARGIN
from pages.image_forms import SAVE_OPTIONS
from tests.goals import SOAK
from tests.pages.test_pictures import CHECKED, form_for

pytestmark = [pytest.mark.django_db, pytest.mark.goal("S17")]
SIDE, SECONDS = 5000, 2 * MARGIN
# How each format is packed here, as fast as it goes: only its size in pixels matters.
PACKED = {"JPEG": {}, "PNG": {"compress_level": 1}, "WEBP": {"method": 0}, "AVIF": {"speed": 10}}


@pytest.fixture(scope="module")
def picture() -> PillowImage.Image:
    """Twenty-five megapixels with some detail."""
    return PillowImage.effect_noise((60, 60), 80).resize((SIDE, SIDE)).convert("RGB")


def seconds_for(picture: PillowImage.Image, file_format: str) -> float:
    """Return the seconds of the processor from the upload until the picture is accepted."""
    stored = io.BytesIO()
    picture.save(stored, file_format, **PACKED[file_format])
    form = form_for(f"bild.{file_format.lower()}", stored.getvalue())
    begun = time.process_time()
    assert form.is_valid(), form.errors
    return time.process_time() - begun


@pytest.mark.parametrize("file_format", PACKED if SOAK else ["JPEG", "PNG"])
def test_the_largest_picture_is_written_anew_within_two_seconds(settings, picture, file_format, measured):
    settings.WAGTAILIMAGES_IMAGE_FORM_BASE = CHECKED

    seconds = seconds_for(picture, file_format)

    measured(f"25 Megapixel als {file_format} in {seconds:.1f} s CPU neu geschrieben")
    assert seconds < SECONDS


@pytest.mark.skipif(not SOAK, reason="make soak")
def test_packing_as_tightly_as_pillow_does_takes_longer(settings, picture, monkeypatch, measured):
    """Negative control: AVIF with the options that Pillow chooses by itself."""
    settings.WAGTAILIMAGES_IMAGE_FORM_BASE = CHECKED
    monkeypatch.setitem(SAVE_OPTIONS, "AVIF", {"quality": 85})

    seconds = seconds_for(picture, "AVIF")

    measured(f"AVIF ohne Vorgabe: {seconds:.1f} s CPU")
    assert seconds > SECONDS
