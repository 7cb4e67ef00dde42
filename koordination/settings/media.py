"""Where pictures and documents lie: in a folder of this host, or in an S3-compatible bucket that several share.

The bucket stays private: documents are given out by the site, so that their rights hold, and originals by nobody.
Only what was made for pages is read from the bucket itself, at addresses signed for two hours, or at S3_PUBLIC_URL.
"""

from urllib.parse import urlsplit

from koordination.settings.environment import address, env, required

# clamd, to which uploads are shown before they are stored; none by default (docs/adr/0016).
PAGES_UPLOAD_SCANNER = address("PAGES_UPLOAD_SCANNER", "unix:/", "tcp://")

STORAGE = "storages.backends.s3.S3Storage"
SIGNED_SECONDS = 2 * 60 * 60

S3_BUCKET = env.str("S3_BUCKET", default="").strip()
S3_REGION = env.str("S3_REGION", default="eu-central-1")
S3_ENDPOINT_URL = address("S3_ENDPOINT_URL", "https://", "http://").rstrip("/")
# A server of our own that hands on the folder images/ of the bucket, and nothing else.
S3_PUBLIC_URL = address("S3_PUBLIC_URL", "https://", "http://").rstrip("/")


def bucket() -> dict:
    """Return how the bucket is reached; raises ImproperlyConfigured naming the variable that is missing."""
    from botocore.config import Config

    return {
        "bucket_name": S3_BUCKET,
        "endpoint_url": required("S3_ENDPOINT_URL").rstrip("/"),
        "region_name": S3_REGION,
        "access_key": required("S3_ACCESS_KEY_ID"),
        "secret_key": required("S3_SECRET_ACCESS_KEY"),
        "file_overwrite": False,
        "querystring_expire": SIGNED_SECONDS,
        "client_config": Config(
            s3={"addressing_style": "path"},
            signature_version="s3v4",
            connect_timeout=3,
            read_timeout=10,
            retries={"mode": "standard", "total_max_attempts": 2},
        ),
    }


def public() -> dict:
    """Return what differs for the pictures of pages: they never change under one name."""
    options = {"object_parameters": {"CacheControl": "public, max-age=2592000"}}
    if S3_PUBLIC_URL:
        scheme, _colon, place = S3_PUBLIC_URL.partition("//")
        options |= {"custom_domain": place, "url_protocol": scheme, "querystring_auth": False}
    return options


def media_storages() -> dict:
    """Return the media's part of STORAGES."""
    if not S3_BUCKET:
        return {"default": {"BACKEND": "django.core.files.storage.FileSystemStorage"}}
    return {
        "default": {"BACKEND": STORAGE, "OPTIONS": bucket()},
        "renditions": {"BACKEND": STORAGE, "OPTIONS": bucket() | public()},
    }


# What pages may show pictures from beside the site itself.
MEDIA_ORIGINS = []
if S3_BUCKET:
    MEDIA_ORIGINS = [urlsplit(S3_PUBLIC_URL or S3_ENDPOINT_URL)._replace(path="").geturl()]
    WAGTAILIMAGES_RENDITION_STORAGE = "renditions"
