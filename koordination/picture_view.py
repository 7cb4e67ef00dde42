"""The address of a picture's sizes: signed, so that nobody orders others, and valid while its key is."""

from django.conf import settings
from wagtail.images.utils import verify_signature
from wagtail.images.views.serve import ServeView


class PictureView(ServeView):
    """Wagtail's view that also reads what SECRET_KEY_FALLBACKS signed: browsers and other sites keep addresses."""

    def get(self, request, signature, image_id, filter_spec, filename=None):
        for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
            if verify_signature(signature.encode(), image_id, filter_spec, key=key):
                self.key = key
        return super().get(request, signature, image_id, filter_spec, filename)
