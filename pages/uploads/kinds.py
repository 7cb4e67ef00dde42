"""Whether the content of a document is what the end of its name says: the list of allowed names looks at nothing else.

A page of HTML that is named "satzung.pdf" would be handed to people as our document. What the kinds begin with is known
to `filetype`; the text formats begin with nothing of their own, so it is asked only that they are text and no markup.
"""

import codecs
import re
from pathlib import PurePath
from zipfile import BadZipFile, ZipFile

import filetype
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

OTHER_CONTENT = _(
    "Diese Datei endet auf „.%(ending)s“, ihr Inhalt ist aber etwas anderes. Bitte öffnen Sie sie in dem Programm, "
    "mit dem sie gemacht wurde, speichern Sie sie dort als %(kind)s und laden Sie sie noch einmal hoch. "
    "Nur den Namen zu ändern genügt nicht."
)
# What stands in the archive of a kind, wherever its program puts it; filetype reads only the first few entries.
OPEN_DOCUMENT = ("content.xml", "META-INF/")
ARCHIVES = {
    "docx": ("[Content_Types].xml", "word/"),
    "xlsx": ("[Content_Types].xml", "xl/"),
    "pptx": ("[Content_Types].xml", "ppt/"),
    "odt": OPEN_DOCUMENT,
    "ods": OPEN_DOCUMENT,
    "odp": OPEN_DOCUMENT,
}
TEXTS = {"csv", "txt", "ics"}
MARKUP = re.compile("<[a-z!?/]", re.IGNORECASE)
START = 8192


def check_kind_of(upload: UploadedFile) -> None:
    """Raise ValidationError in German if a document is not what its name says; other kinds of names are let through."""
    ending = PurePath(upload.name).suffix.lower().removeprefix(".")
    upload.seek(0)
    start = upload.read(START)
    upload.seek(0)
    if ending in TEXTS:
        fits = is_plain_text(start, "BEGIN:VCALENDAR" if ending == "ics" else "")
    elif ending in ARCHIVES:
        # An archive may have something else before it: a page, for a browser.
        known = filetype.guess_extension(start)
        fits = known == ending or known == "zip" and holds(upload, ARCHIVES[ending])
    else:
        fits = ending != "pdf" or filetype.guess_extension(start.lstrip()) == "pdf"
    if not fits:
        params = {"ending": ending, "kind": ending.upper()}
        raise ValidationError(OTHER_CONTENT, code="other_content", params=params)


def is_plain_text(start: bytes, opening: str) -> bool:
    """Tell whether bytes begin a text of one byte a letter, UTF-8 or UTF-16 with this opening, no page."""
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text = start.decode("utf-16", "replace")
    else:
        text = start.decode("utf-8-sig", "replace")
    text = text.lstrip("\ufeff \t\r\n")
    return "\0" not in text and text.startswith(opening) and not text.startswith("%PDF-") and not MARKUP.match(text)


def holds(upload: UploadedFile, parts: tuple[str, ...]) -> bool:
    """Tell whether a file is an archive with an entry of each of these names, or below a folder of that name."""
    try:
        with ZipFile(upload) as archive:
            names = archive.namelist()
    except (BadZipFile, OSError, ValueError):
        return False
    finally:
        upload.seek(0)
    return all(any(name == part or part.endswith("/") and name.startswith(part) for name in names) for part in parts)
