"""Making the sizes of a picture ahead, in the worker, so that no visitor waits for them."""

import logging
from time import monotonic

from django.db import transaction
from django_tasks import task
from wagtail.fields import StreamField
from wagtail.images import get_image_model
from wagtail.images.models import Filter, SourceImageIOError
from wagtail.models import Page

from pages.metadata import SHARE_SPEC
from pages.pictures import FORMATS, steps

logger = logging.getLogger(__name__)

# The uses of components/picture.html in our page types: spec, width, height.
SHOWN = (
    ("fill", 640, 360),  # card, home page
    ("fill", 832, 468),  # news, municipality
    ("fill", 840, 420),  # course
    ("width", 840, None),  # figure in running text
)
# The worker sends mails too: so many seconds one task makes sizes before others have their turn.
SECONDS = 2.0


def specs_of(image) -> list[str]:
    """Return the filter specs in which our templates show a picture."""
    specs = [
        f"{filter_spec}|format-{file_format}"
        for use in SHOWN
        for _size, filter_spec in steps(image.width, *use)
        for file_format in FORMATS
    ]
    return list(dict.fromkeys([SHARE_SPEC, *specs]))


@task()
def make_renditions(image_id: int) -> int:
    """Make sizes of a picture that are missing, and queue the rest; return how many stand. Runs again without harm."""
    image = get_image_model().objects.filter(pk=image_id).first()
    if image is None:
        return 0
    until, missing = monotonic() + SECONDS, missing_specs(image)
    try:
        # One at a time: Wagtail makes several at once in three threads, and visitors need the processors too.
        for spec in missing:
            image.get_rendition(spec)
            if spec != missing[-1] and monotonic() > until:
                make_renditions.enqueue(image_id)
                break
    except SourceImageIOError:
        logger.warning("The file of image %s is missing.", image_id)
        return 0
    return len(specs_of(image)) - len(missing_specs(image))


def missing_specs(image) -> list[str]:
    filters = [Filter(spec) for spec in specs_of(image)]
    made = image.find_existing_renditions(*filters)
    return [each.spec for each in filters if each not in made]


def images_of(page: Page) -> list[int]:
    """Return the ids of the pictures that a page shows in its fields and blocks."""
    image_model = get_image_model()
    found = []
    for field in page._meta.get_fields():
        if field.many_to_one and field.related_model is image_model:
            found.append(getattr(page, field.attname))
        elif isinstance(field, StreamField):
            references = field.extract_references(getattr(page, field.name))
            found += [int(pk) for model, pk, *_paths in references if model is image_model]
    return list(dict.fromkeys(pk for pk in found if pk))


def queue_renditions(page: Page) -> None:
    """Queue the work for every picture of a page, after commit."""
    for image_id in images_of(page):
        transaction.on_commit(lambda image_id=image_id: make_renditions.enqueue(image_id))
