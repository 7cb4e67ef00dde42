"""Uploads are shown to a virus scanner before they are stored, where the operator runs one (docs/adr/0016).

PAGES_UPLOAD_SCANNER names clamd, the service of ClamAV: "unix:/run/clamav/clamd.ctl" or "tcp://127.0.0.1:3310". It is
asked by its own protocol (clamd(8), INSTREAM): pieces with their length before them, one of no length, one line back.
"""

import logging
import socket
import struct
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

logger = logging.getLogger(__name__)

FOUND = _(
    "Die Prüfung hat in dieser Datei Schadsoftware gefunden, wir haben sie nicht gespeichert. "
    "Bitte öffnen Sie die Datei nicht mehr und sagen Sie der Technik Bescheid."
)
UNCHECKED = _(
    "Die Prüfung auf Schadsoftware antwortet gerade nicht, deshalb nehmen wir die Datei nicht an. "
    "Bitte versuchen Sie es später noch einmal. Bleibt es dabei, sagen Sie der Technik Bescheid."
)
SECONDS = 20
PIECE = 64 * 1024
LONGEST_ANSWER = 4096


def check_for_malware(upload: UploadedFile) -> None:
    """Raise ValidationError in German for what the scanner knows, and where it cannot say: unchecked is not stored."""
    address = getattr(settings, "PAGES_UPLOAD_SCANNER", "")
    if not address:
        return
    try:
        verdict = ask(address, upload)
    except OSError as error:
        logger.error("upload scanner cannot be reached", exc_info=error)
        raise ValidationError(UNCHECKED, code="unchecked") from error
    if verdict.endswith(" FOUND"):
        logger.warning("upload refused by the scanner")
        raise ValidationError(FOUND, code="malware")
    if not verdict.endswith(": OK"):
        logger.error("upload scanner came to no verdict")
        raise ValidationError(UNCHECKED, code="unchecked")


def ask(address: str, upload: UploadedFile) -> str:
    """Return what clamd says of a file, like "stream: OK" or "stream: Win.Test.EICAR_HDB-1 FOUND"; raises OSError."""
    with connect(address) as connection:
        connection.sendall(b"zINSTREAM\0")
        for piece in upload.chunks(PIECE):
            connection.sendall(struct.pack(">I", len(piece)) + piece)
        connection.sendall(struct.pack(">I", 0))
        with connection.makefile("rb") as answer:
            verdict = answer.read(LONGEST_ANSWER)
    upload.seek(0)
    return verdict.rstrip(b"\0\n").decode(errors="replace")


def connect(address: str) -> socket.socket:
    """Open a connection to the scanner; raises OSError."""
    parts = urlsplit(address)
    if parts.scheme == "unix":
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.settimeout(SECONDS)
        connection.connect(parts.path)
        return connection
    return socket.create_connection((parts.hostname, parts.port), timeout=SECONDS)
