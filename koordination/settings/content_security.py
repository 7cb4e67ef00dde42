"""What a browser may load and run on our pages (docs/adr/0009): the public site, and the CMS below /admin/."""

from csp.constants import NONCE, NONE, SELF, UNSAFE_HASHES

from koordination.settings.api import PAGES_PREVIEW_URL
from koordination.settings.environment import origin_of
from koordination.settings.media import MEDIA_ORIGINS

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, *MEDIA_ORIGINS],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# The hash of the handler "return;", by which Wagtail's picture editor (Jcrop) asks whether there is a touch screen.
JCROP_PROBE = "'sha256-i+qr4lq34KgNHiW62lWi9aInEBwiEOrfCzaNPCvkqD8='"

ADMIN_CONTENT_SECURITY_POLICY = CONTENT_SECURITY_POLICY["DIRECTIVES"] | {
    "script-src-attr": [UNSAFE_HASHES, JCROP_PROBE],
    # For the style elements which scripts of our own make; none in the markup carries the nonce.
    "style-src": [SELF, NONCE],
    # Pictures that are not uploaded yet.
    "img-src": [SELF, *MEDIA_ORIGINS, "data:", "blob:"],
    # Previews are shown in a frame, those of a front end of its own in one more.
    "frame-src": [SELF, *filter(None, [origin_of(PAGES_PREVIEW_URL)])],
    "frame-ancestors": [SELF],
}
