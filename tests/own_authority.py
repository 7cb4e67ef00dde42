"""An authority of our own that certifies servers of this machine, as an office has one for its network."""

import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

DAYS = "2"


@dataclass(frozen=True)
class Authority:
    """Who signs; its certificate is what others are told to believe."""

    certificate: Path
    key: Path

    def certify(self, folder: Path, address: str) -> tuple[Path, Path]:
        """Write a key and a certificate for an IP address into a folder; returns (key, certificate)."""
        key, request, certificate, more = (folder / name for name in ("server.key", "server.csr", "server.crt", "more"))
        openssl("req", "-newkey", "rsa:2048", "-nodes", "-subj", f"/CN={address}", "-keyout", key, "-out", request)
        more.write_text(f"subjectAltName=IP:{address}\n", encoding="ascii")
        signed_by = ("-CA", self.certificate, "-CAkey", self.key, "-CAcreateserial")
        openssl("x509", "-req", "-in", request, *signed_by, "-days", DAYS, "-extfile", more, "-out", certificate)
        return key, certificate


def authority(folder: Path, name: str) -> Authority:
    """Make an authority in a folder."""
    made = Authority(folder / f"{name}.crt", folder / f"{name}.key")
    named = ("-subj", f"/CN={name}", "-addext", "keyUsage=critical,keyCertSign,cRLSign", "-days", DAYS)
    openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", *named, "-keyout", made.key, "-out", made.certificate)
    return made


def is_possible() -> bool:
    return shutil.which("openssl") is not None


def openssl(*arguments: object) -> None:
    subprocess.run(["openssl", *map(str, arguments)], check=True, capture_output=True)
