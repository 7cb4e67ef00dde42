"""Pictures: a broken upload is a form error, sizes are made by the worker and never in a page's GET."""

import io
import struct
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image as PillowImage
from PIL import PngImagePlugin
from wagtail.images import get_image_model
from wagtail.images.forms import BaseImageForm, get_image_form

from pages.image_forms import UNREADABLE, CheckedImageForm
from pages.models import ContentPage
from pages.renditions import images_of, make_renditions, specs_of

pytestmark = pytest.mark.django_db
CHECKED = "pages.image_forms.CheckedImageForm"


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
    return form_class({"title": "Bild", "collection": 1}, {"file": upload})


@pytest.mark.parametrize(("name", "content"), BROKEN.values(), ids=BROKEN)
def test_a_broken_picture_is_a_german_error_at_its_field(settings, name, content):
    settings.WAGTAILIMAGES_IMAGE_FORM_BASE = CHECKED

    form = form_for(name, content())

    assert list(form.errors) == ["file"]
    assert form.errors.as_data()["file"][0].code in {"unreadable_image", "invalid_image"}


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

    assert (image.width, image.height, image.file.size) == (400, 300, len(content))


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


def test_the_worker_makes_every_size_once(image):
    made = make_renditions.func(image.pk)
    again = make_renditions.func(image.pk)

    assert made == again == image.renditions.count() == len(specs_of(image))


def test_the_sizes_made_are_the_sizes_a_page_asks_for(client, home, image):
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
