"""Moving the media of one host into a bucket: whole, checked, and to be gone on with; a real S3 server answers."""

import os
import subprocess
import sys
from pathlib import Path
from urllib.request import urlopen

import pytest
from django.core.management import CommandError, call_command

from tests import buckets

ROOT = Path(__file__).resolve().parent.parent.parent
pytestmark = pytest.mark.slow
FILES = {
    "images/haus.webp": b"RIFF" * 50_000,
    "documents/liste.csv": b"Name;Ort\n",
    "original_images/haus.jpg": b"\xff\xd8",
}
SHOW = "from django.core.files.storage import storages; print(storages['renditions'].url('images/haus.webp'))"


@pytest.fixture(scope="module")
def bucket():
    with buckets.store() as found:
        yield found


@pytest.fixture
def folder(tmp_path) -> Path:
    for name, content in FILES.items():
        (tmp_path / "media" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "media" / name).write_bytes(content)
    return tmp_path


def manage(folder: Path, bucket, *arguments: str, **environment: str) -> str:
    known = {"DJANGO_SETTINGS_MODULE": "koordination.settings.dev", "VAR_DIR": str(folder), "PYTHONPATH": str(ROOT)}
    result = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env={**os.environ, **known, **bucket.environment, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    return result.stdout + result.stderr


def test_everything_is_there_unchanged_and_what_an_interrupted_run_left_is_mended(folder, bucket):
    bucket.client.put_object(Bucket=buckets.NAME, Key="images/haus.webp", Body=FILES["images/haus.webp"][:1000])
    bucket.client.put_object(Bucket=buckets.NAME, Key="original_images/haus.jpg", Body=b"\xff\xd9")

    first = manage(folder, bucket, "move_media")
    second = manage(folder, bucket, "move_media")

    assert "Kopiert: 3, schon da: 0" in first
    assert "Kopiert: 0, schon da: 3" in second
    assert {name: bucket.read(name) for name in bucket.names()} == FILES
    assert (folder / "media/documents/liste.csv").exists()


def test_a_public_address_of_its_own_is_what_pages_show_and_nothing_is_signed(folder, bucket):
    """S3_PUBLIC_URL hands on the folder images/, and the policy allows its origin."""
    public = f"{bucket.url}/{buckets.NAME}"
    bucket.client.put_object(Bucket=buckets.NAME, Key="images/haus.webp", Body=b"RIFF", ACL="public-read")

    shown = manage(folder, bucket, "shell", "-v", "0", "-c", SHOW, S3_PUBLIC_URL=public).strip()
    signed = manage(folder, bucket, "shell", "-v", "0", "-c", SHOW).strip()
    origins = "from django.conf import settings; print(settings.MEDIA_ORIGINS)"

    assert shown == f"{public}/images/haus.webp"
    with urlopen(shown, timeout=10) as answer:  # noqa: S310 - our own address
        assert answer.read() == b"RIFF"
    assert "X-Amz-Signature" in signed
    assert (
        manage(folder, bucket, "shell", "-v", "0", "-c", origins, S3_PUBLIC_URL=public).strip() == f"['{bucket.url}']"
    )


def test_without_a_bucket_nothing_is_copied(tmp_path):
    with pytest.raises(CommandError, match="S3_BUCKET ist nicht gesetzt"):
        call_command("move_media", str(tmp_path))
