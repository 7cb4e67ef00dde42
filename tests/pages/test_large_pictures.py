"""The largest picture that may be uploaded is written anew while somebody waits at the CMS, and in little memory."""

import io
import json
import subprocess
import sys
import time
from math import isqrt
from pathlib import Path

import pytest
from PIL import Image as PillowImage

from benchmarks.yardstick import MARGIN
from pages.uploads.images import MAX_PIXELS, SAVE_OPTIONS
from tests.goals import SOAK
from tests.pages.test_pictures import CHECKED, form_for

pytestmark = pytest.mark.goal("S17")
MOST, SECONDS, MEBIBYTES = 25_000_000, 2 * MARGIN, 400
# How each format is packed here, as fast as it goes: only its size in pixels matters.
PACKED = {"JPEG": {}, "PNG": {"compress_level": 1}, "WEBP": {"method": 0}, "AVIF": {"speed": 10}}


@pytest.fixture(scope="module")
def picture() -> PillowImage.Image:
    """Twenty-five megapixels with some detail."""
    side = isqrt(MOST)
    return PillowImage.effect_noise((60, 60), 80).resize((side, side)).convert("RGB")


def packed(picture: PillowImage.Image, file_format: str, pixels: int) -> bytes:
    """Return a corner of the picture of so many pixels as a file."""
    side, stored = isqrt(pixels), io.BytesIO()
    picture.crop((0, 0, side, side)).save(stored, file_format, **PACKED[file_format])
    return stored.getvalue()


def seconds_for(picture: PillowImage.Image, file_format: str, pixels: int) -> float:
    """Return the seconds of the processor from the upload until the picture is accepted."""
    form = form_for(f"bild.{file_format.lower()}", packed(picture, file_format, pixels))
    begun = time.process_time()
    assert form.is_valid(), form.errors
    return time.process_time() - begun


@pytest.mark.django_db
@pytest.mark.parametrize("file_format", PACKED if SOAK else ["JPEG", "PNG"])
def test_the_largest_picture_is_written_anew_within_two_seconds(settings, picture, file_format, measured):
    settings.WAGTAILIMAGES_IMAGE_FORM_BASE = CHECKED
    pixels = MAX_PIXELS.get(file_format, MOST)

    seconds = seconds_for(picture, file_format, pixels)

    measured(f"{pixels // 1_000_000} Megapixel als {file_format} in {seconds:.1f} s CPU neu geschrieben")
    assert seconds < SECONDS


@pytest.mark.django_db
def test_packed_as_tightly_as_it_goes_the_largest_picture_takes_longer(settings, picture, monkeypatch, measured):
    """Negative control: a twenty-fifth of a PNG as Wagtail packs it, times twenty-five."""
    settings.WAGTAILIMAGES_IMAGE_FORM_BASE = CHECKED
    monkeypatch.setitem(SAVE_OPTIONS, "PNG", {"optimize": True})

    seconds = 25 * seconds_for(picture, "PNG", MOST // 25)

    measured(f"25 Megapixel als PNG, so dicht es geht: {seconds:.0f} s CPU (hochgerechnet)")
    assert seconds > SECONDS


def mebibytes_for(*arguments: str | Path) -> dict[str, int]:
    command = [sys.executable, "-m", "tests.pages.memory_of_uploads", *map(str, arguments)]
    return json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout.splitlines()[-1])


@pytest.mark.database_free
def test_the_largest_pictures_fit_into_four_hundred_mebibytes(picture, tmp_path, measured):
    names = []
    for file_format in PACKED:
        names.append(tmp_path / f"bild.{file_format.lower()}")
        names[-1].write_bytes(packed(picture, file_format, MAX_PIXELS.get(file_format, MOST)))

    found = mebibytes_for(*names)

    measured("Speicher des Prozesses höchstens: " + ", ".join(f"{name} {most} MiB" for name, most in found.items()))
    assert {name: most for name, most in found.items() if most >= MEBIBYTES} == {}


@pytest.mark.database_free
def test_without_a_limit_of_its_own_a_picture_of_twenty_five_megapixels_needs_more(picture, tmp_path, measured):
    """Negative control: WebP, of which Pillow holds four copies."""
    name = tmp_path / "bild.webp"
    name.write_bytes(packed(picture, "WEBP", MOST))

    [most] = mebibytes_for("unbounded", name).values()

    measured(f"25 Megapixel als WebP: {most} MiB")
    assert most > MEBIBYTES


@pytest.mark.django_db
@pytest.mark.parametrize("file_format", MAX_PIXELS)
def test_a_picture_of_a_greedy_format_is_refused_with_a_way_out(settings, picture, file_format):
    settings.WAGTAILIMAGES_IMAGE_FORM_BASE = CHECKED
    side = isqrt(MAX_PIXELS[file_format]) + 1

    form = form_for(f"bild.{file_format.lower()}", packed(picture, file_format, side * side))

    [fault] = form.errors.as_data()["file"]
    assert fault.code == "file_too_many_pixels"
    assert f"als JPEG, oder verkleinern Sie es auf höchstens {MAX_PIXELS[file_format] // 1_000_000} Mega" in str(fault)
