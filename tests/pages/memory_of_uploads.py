"""How much memory a process of the site needs at most to take each picture:
`python -m tests.pages.memory_of_uploads FILE…` prints {file: MiB}, with `unbounded` in front whatever its pixels.
"""

import json
import os
import sys
from pathlib import Path

import django

django.setup()

from django.core.files.uploadedfile import TemporaryUploadedFile  # noqa: E402
from django.urls import get_resolver  # noqa: E402
from wagtail.images import get_image_model  # noqa: E402
from wagtail.images.forms import get_image_form  # noqa: E402

from pages.uploads import images as image_forms  # noqa: E402


def take(path: Path) -> None:
    """Check an upload and write it anew, as the form of the CMS does."""
    upload = TemporaryUploadedFile(path.name, f"image/{path.suffix[1:]}", path.stat().st_size, None)
    upload.write(path.read_bytes())
    upload.seek(0)
    field = get_image_form(get_image_model()).base_fields["file"]
    image_forms.stripped(image_forms.guarded(field.clean)(upload))


def mebibytes_for(path: Path) -> int:
    """Return the largest resident size of a process that has loaded the site and takes one picture."""
    process = os.fork()
    if process == 0:
        try:
            take(path)
        except BaseException as fault:
            print(fault, file=sys.stderr, flush=True)
            os._exit(1)
        os._exit(0)
    _process, status, usage = os.wait4(process, 0)
    assert status == 0, path
    return usage.ru_maxrss // 1024


def main(arguments: list[str]) -> None:
    # What each process of gunicorn has loaded before its first visitor.
    get_resolver().url_patterns  # noqa: B018
    if arguments[0] == "unbounded":
        image_forms.MAX_PIXELS.clear()
        arguments = arguments[1:]
    print(json.dumps({Path(name).name: mebibytes_for(Path(name)) for name in arguments}))


if __name__ == "__main__":
    main(sys.argv[1:])
