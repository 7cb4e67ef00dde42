"""A certificate for two days."""

import subprocess
from pathlib import Path


def make_certificate(folder: Path, host: str) -> None:
    """Write fullchain.pem and privkey.pem, signed by themselves, into a new folder."""
    folder.mkdir()
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"),
            *("-subj", f"/CN={host}", "-addext", f"subjectAltName=DNS:{host}"),
            *("-keyout", folder / "privkey.pem", "-out", folder / "fullchain.pem"),
        ],
        check=True,
        capture_output=True,
    )
