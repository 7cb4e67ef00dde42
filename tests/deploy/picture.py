"""Print the address under which a page shows the first picture."""

import django

django.setup()

from wagtail.images import get_image_model  # noqa: E402

from pages.pictures import picture_sources  # noqa: E402

print(picture_sources(get_image_model().objects.first(), "fill", 600, 338)[0]["url"])
