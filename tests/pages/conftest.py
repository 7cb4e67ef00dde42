"""Objects of the foundation for its tests; real files for real pictures."""

import io

import pytest
from django.core.files.images import ImageFile
from PIL import Image as PillowImage
from wagtail.images import get_image_model


def picture_file(name: str = "bild.jpg", size: tuple[int, int] = (1000, 700)) -> ImageFile:
    """Return a small picture file in the format of its name."""
    stored = io.BytesIO()
    PillowImage.new("RGB", size, "teal").save(stored, "JPEG" if name.endswith("jpg") else "PNG")
    stored.seek(0)
    return ImageFile(stored, name=name)


@pytest.fixture
def image(db):
    """A picture of 1000 by 700 pixels."""
    return get_image_model().objects.create(title="Marktplatz", file=picture_file())


@pytest.fixture
def admin_client(client, django_user_model):
    """A client logged in as somebody who may do everything in the CMS."""
    user = django_user_model.objects.create_superuser("leitung", "leitung@musterkreis.example", "geheim-genug-1")
    client.force_login(user)
    return client
