"""Pictures: a broken upload is a form error, sizes are made by the worker and never in a page's GET."""

import io
import struct
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django_tasks import default_task_backend
from PIL import Image as PillowImage
from PIL import ImageChops, ImageStat, PngImagePlugin
from PIL.ImageFile import ImageFile as PillowImageFile
from wagtail.images import get_image_model
from wagtail.images.forms import BaseImageForm, get_image_form
from wagtail.models import Collection

from pages import renditions
from pages.models import ContentPage
from pages.pictures import steps
from pages.renditions import images_of, make_renditions, specs_of
from pages.uploads.images import UNREADABLE, CheckedImageForm

pytestmark = pytest.mark.django_db
CHECKED = "pages.uploads.images.CheckedImageForm"


def jpeg(size=(400, 300)) -> bytes:
    stored = io.BytesIO()
    PillowImage.effect_noise(size, 80).convert("RGB").save(stored, "JPEG")
    return stored.getvalue()


def chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def png_with_a_text_of(size: int) -> bytes:
    """Return a small PNG whose compressed text chunk unpacks to a size in bytes."""
    stored = io.BytesIO()
    PillowImage.new("RGB", (20, 20)).save(stored, "PNG")
    plain = stored.getvalue()
    text = chunk(b"zTXt", b"Comment\x00\x00" + zlib.compress(b"x" * size, 9))
    end = plain.rindex(b"IDAT") - 4
    return plain[:end] + text + plain[end:]


BROKEN = {
    "truncated JPEG": ("bild.jpg", lambda: jpeg()[:4000]),
    "PNG with a huge text": ("bild.png", lambda: png_with_a_text_of(PngImagePlugin.MAX_TEXT_CHUNK * 8)),
    "PNG with a broken picture": ("bild.png", lambda: png_with_a_text_of(10).replace(b"IDAT", b"IDXX")),
}


def form_for(name: str, content: bytes, base=CheckedImageForm):
    form_class = get_image_form(get_image_model())
    assert issubclass(form_class, base)
    upload = SimpleUploadedFile(name, content, "image/jpeg" if name.endswith("jpg") else "image/png")
    return form_class({"title": "Bild", "collection": Collection.get_first_root_node().pk}, {"file": upload})


@pytest.mark.goal("S17")
@pytest.mark.parametrize(("name", "content"), BROKEN.values(), ids=BROKEN)
def test_a_broken_picture_is_a_german_error_at_its_field(settings, name, content, measured):
    settings.WAGTAILIMAGES_IMAGE_FORM_BASE = CHECKED

    form = form_for(name, content())

    assert list(form.errors) == ["file"]
    assert form.errors.as_data()["file"][0].code in {"unreadable_image", "invalid_image"}
    measured(f"{len(BROKEN)} von {len(BROKEN)} kaputten Bildern als Fehler am Feld")


@pytest.mark.goal("S17")
@pytest.mark.parametrize(("name", "content"), list(BROKEN.values())[:2], ids=list(BROKEN)[:2])
def test_wagtails_own_form_lets_it_through_or_breaks(settings, name, content):
    settings.WAGTAILIMAGES_IMAGE_FORM_BASE = ""
    form = form_for(name, content(), base=BaseImageForm)

    with pytest.raises((OSError, ValueError, AssertionError)):
        assert not form.is_valid()


def test_a_good_picture_is_saved_whole(settings):
    settings.WAGTAILIMAGES_IMAGE_FORM_BASE = CHECKED
    content = jpeg()
    form = form_for("bild.jpg", content)

    assert form.is_valid()
    image = form.save()

    assert (image.width, image.height) == (400, 300)
    with PillowImage.open(image.file) as saved, PillowImage.open(io.BytesIO(content)) as sent:
        difference = ImageStat.Stat(ImageChops.difference(saved, sent))
    assert max(difference.mean) < 8


SECRETS = (b"Musterallee 7", b"Telefon von Erika", b"Urheberin Erika")
XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/">Urheberin Erika</x:xmpmeta>'


def taken_by_telephone(file_format: str, **options) -> bytes:
    """Return a picture lying on its side, with place, device and author in every way its format knows."""
    exif = PillowImage.Exif()
    exif[0x0112], exif[0x010F], exif[0x010E] = 6, "Telefon von Erika", "Musterallee 7"
    exif.get_ifd(0x8825)[1], exif.get_ifd(0x8825)[2] = "N", (50.0, 30.0, 15.0)
    stored = io.BytesIO()
    picture = PillowImage.effect_noise((400, 300), 40).convert("RGB")
    picture.save(stored, file_format, exif=exif, xmp=XMP, **options)
    return stored.getvalue()


def png_text() -> PngImagePlugin.PngInfo:
    text = PngImagePlugin.PngInfo()
    text.add_text("Author", "Urheberin Erika")
    return text


PERSONAL = {
    "JPEG": ("bild.jpg", lambda: taken_by_telephone("JPEG", comment=b"Musterallee 7")),
    "PNG": ("bild.png", lambda: taken_by_telephone("PNG", pnginfo=png_text())),
    "WEBP": ("bild.webp", lambda: taken_by_telephone("WEBP")),
    "AVIF": ("bild.avif", lambda: taken_by_telephone("AVIF")),
}


@pytest.mark.goal("S17")
@pytest.mark.parametrize(("name", "content"), PERSONAL.values(), ids=PERSONAL)
def test_nothing_of_place_device_and_author_is_kept_and_the_picture_stands_upright(settings, name, content, measured):
    settings.WAGTAILIMAGES_IMAGE_FORM_BASE = CHECKED
    sent = content()
    form = form_for(name, sent)
    assert form.is_valid(), form.errors

    image = form.save()

    with image.file.open() as stored:
        kept = stored.read()
    with PillowImage.open(io.BytesIO(kept)) as picture:
        assert (picture.size, dict(picture.getexif()), picture.getxmp()) == ((300, 400), {}, {})
    assert [secret for secret in SECRETS if secret in kept] == []
    assert any(secret in sent for secret in SECRETS)
    measured(f"{len(PERSONAL)} von {len(PERSONAL)} Formaten ohne Ort, Gerät und Urheber")


@pytest.mark.goal("S17")
def test_wagtails_own_form_keeps_where_the_picture_was_taken(settings):
    """Negative control of the test above."""
    settings.WAGTAILIMAGES_IMAGE_FORM_BASE = ""
    form = form_for(*(part() if callable(part) else part for part in PERSONAL["JPEG"]), base=BaseImageForm)
    assert form.is_valid()

    with form.save().file.open() as stored:
        assert [secret for secret in SECRETS if secret in stored.read()] != []


def test_a_moving_picture_is_refused(settings):
    settings.WAGTAILIMAGES_IMAGE_FORM_BASE = CHECKED
    stored = io.BytesIO()
    frames = [PillowImage.effect_noise((60, 60), 40).convert("RGB") for _ in range(3)]
    frames[0].save(stored, "WEBP", save_all=True, append_images=frames[1:], duration=100)

    form = form_for("bild.webp", stored.getvalue())

    assert form.errors.as_data()["file"][0].code == "moving_image"


@pytest.mark.parametrize("mode", ["P", "LA", "RGBA", "L", "CMYK"])
def test_every_kind_of_pixels_survives(settings, mode):
    settings.WAGTAILIMAGES_IMAGE_FORM_BASE = CHECKED
    stored, file_format = io.BytesIO(), "JPEG" if mode == "CMYK" else "PNG"
    PillowImage.effect_noise((60, 40), 40).convert("RGBA" if mode == "LA" else "RGB").convert(mode).save(
        stored, file_format
    )

    form = form_for("bild.jpg" if mode == "CMYK" else "bild.png", stored.getvalue())

    assert form.is_valid(), form.errors
    assert form.save().width == 60


@pytest.mark.goal("S17")
def test_a_picture_of_too_many_pixels_is_refused(settings):
    settings.WAGTAILIMAGES_IMAGE_FORM_BASE = CHECKED
    stored = io.BytesIO()
    PillowImage.new("1", (5100, 5000)).save(stored, "PNG")

    form = form_for("bild.png", stored.getvalue())

    assert form.errors.as_data()["file"][0].code == "file_too_many_pixels"


def decoded_by(monkeypatch, base: str, settings) -> tuple[list[str], list[tuple[int, int]]]:
    """Return the codes of the errors and the sizes of what was decoded of a picture that claims 120 megapixels."""
    settings.WAGTAILIMAGES_IMAGE_FORM_BASE = base
    content, decoded = jpeg((60, 40)), []
    frame = content.index(b"\xff\xc0") + 5
    content = content[:frame] + struct.pack(">HH", 10_000, 12_000) + content[frame + 4 :]
    load = PillowImageFile.load
    monkeypatch.setattr(PillowImageFile, "load", lambda picture: (decoded.append(picture.size), load(picture))[1])
    form = form_for("bild.jpg", content, base=BaseImageForm)
    try:
        return [fault.code for fault in form.errors.as_data()["file"]], decoded
    except OSError:
        return [], decoded


@pytest.mark.goal("S17")
def test_too_many_pixels_are_refused_before_anything_decodes_them(settings, monkeypatch):
    """A picture of 120 megapixels took half a gigabyte and two seconds until it was refused [measured]."""
    assert decoded_by(monkeypatch, CHECKED, settings) == (["file_too_many_pixels"], [])


@pytest.mark.goal("S17")
def test_wagtails_own_form_decodes_them_first(settings, monkeypatch):
    """Negative control of the test above."""
    _codes, decoded = decoded_by(monkeypatch, "", settings)

    assert (12_000, 10_000) in decoded


def test_the_upload_in_the_cms_answers_with_the_sentence(admin_client, settings):
    settings.WAGTAILIMAGES_IMAGE_FORM_BASE = CHECKED
    name, content = BROKEN["truncated JPEG"]

    response = admin_client.post(
        reverse("wagtailimages:add"),
        {"title": "Bild", "collection": 1, "file": SimpleUploadedFile(name, content(), "image/jpeg")},
    )

    assert response.status_code == 200
    assert str(UNREADABLE) in response.content.decode()


def test_a_page_makes_no_rendition(client, home, image):
    body = [{"type": "image", "value": {"image": image.pk, "alt_text": "Markt", "decorative": False, "caption": ""}}]
    home.add_child(instance=ContentPage(title="Bilder", slug="bilder", body=body, social_image=image))

    content = client.get("/de/bilder/").content.decode()

    assert f"/{image.pk}/width-" in content
    assert image.renditions.count() == 0


@pytest.fixture
def at_once(monkeypatch):
    """Let the worker make all sizes of a picture in one task."""
    monkeypatch.setattr(renditions, "SECONDS", 600.0)


def test_the_worker_makes_every_size_once(image, at_once):
    made = make_renditions.func(image.pk)
    again = make_renditions.func(image.pk)

    assert made == again == image.renditions.count() == len(specs_of(image))


def test_making_sizes_goes_on_in_another_task_so_that_mails_get_their_turn(image, monkeypatch):
    results = default_task_backend.results
    results.clear()
    monkeypatch.setattr(renditions, "SECONDS", 0.0)

    turns = [make_renditions.func(image.pk) for _each in range(len(specs_of(image)))]

    assert turns == list(range(1, len(specs_of(image)) + 1))
    assert [(result.task, result.args) for result in results] == [(make_renditions, [image.pk])] * (len(turns) - 1)


def test_uses_of_one_proportion_share_their_sizes():
    card, article = steps(2000, "fill", 640, 360), steps(2000, "fill", 832, 468)

    assert card == article[:-1] == [(400, "fill-400x225"), (800, "fill-800x450"), (1200, "fill-1200x675")]
    assert article[-1] == (1600, "fill-1600x900")


def test_the_sizes_made_are_the_sizes_a_page_asks_for(client, home, image, at_once):
    body = [{"type": "image", "value": {"image": image.pk, "alt_text": "Markt", "decorative": False, "caption": ""}}]
    home.add_child(instance=ContentPage(title="Bilder", slug="bilder", body=body, social_image=image))
    content = client.get("/de/bilder/").content.decode().replace("%7C", "|")
    make_renditions.func(image.pk)

    asked = {part.split("/")[4] for part in content.split('"') if part.startswith("/bilder/")} | {
        part.split("/")[4] for part in content.replace(",", " ").split() if part.startswith("/bilder/")
    }

    assert asked <= {rendition.filter_spec for rendition in image.renditions.all()}
    assert asked


def test_a_picture_that_is_gone_is_no_fault(image):
    image.file.storage.delete(image.file.name)

    assert (make_renditions.func(image.pk), make_renditions.func(10**6)) == (0, 0)


def test_the_pictures_of_a_page_are_those_in_fields_and_blocks(home, image):
    other = get_image_model().objects.create(title="Zweites", file=image.file)
    body = [{"type": "image", "value": {"image": other.pk, "alt_text": "x", "decorative": False, "caption": ""}}]
    page = ContentPage(title="Bilder", slug="bilder", body=body, social_image=image)

    assert sorted(images_of(page)) == sorted([image.pk, other.pk])


def test_publishing_queues_the_sizes(home, image, settings, django_capture_on_commit_callbacks):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    page = home.add_child(instance=ContentPage(title="Bilder", slug="bilder", social_image=image))

    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()

    assert image.renditions.count() == len(specs_of(image))
