"""The shipped configuration with what only differs in a test: addresses, ports, paths, and changes for a control."""

import os
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent


def adapted(text: str, installation) -> str:
    """Return nginx's configuration with other addresses, ports and paths."""
    places = {
        r"listen \[::\]:\d+[^;]*;": "",
        r"listen 80\b": f"listen 127.0.0.1:{installation.http}",
        r"listen 443\b": f"listen 127.0.0.1:{installation.https}",
        r"127\.0\.0\.1:8001": f"127.0.0.1:{installation.webs[0]}",
        r"127\.0\.0\.1:8002": f"127.0.0.1:{installation.webs[1]}",
        r"/etc/koordination/tls": str(installation.folder / "tls"),
        r"/var/log/nginx": str(installation.folder / "logs"),
        r"/var/lib/koordination": str(installation.var),
        r"/srv/koordination": str(ROOT),
        r"ehrenamt\.musterkreis\.example": installation.host,
        r"/etc/nginx/koordination-proxy\.conf": str(ROOT / "deploy/nginx/koordination-proxy.conf"),
    }
    return changed(changed(text, places), installation.nginx_changes)


def changed(text: str, changes: dict[str, str]) -> str:
    """Return a text with each pattern replaced; every one must have been there."""
    for pattern, value in changes.items():
        text, count = re.subn(pattern, lambda _match, value=value: value, text)
        assert count, f"{pattern} is not in the configuration"
    return text


def nginx(installation) -> Path:
    """Write nginx's configuration and return the file it starts with."""
    folder = installation.folder / "nginx"
    folder.mkdir()
    shipped = (ROOT / "deploy/nginx/koordination.conf").read_text(encoding="utf-8")
    (folder / "koordination.conf").write_text(adapted(shipped, installation), encoding="utf-8")
    user = "user root;" if os.geteuid() == 0 else ""
    temporary = "".join(
        f"{name}_temp_path {folder / name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    main = folder / "nginx.conf"
    main.write_text(
        f"{user} daemon off; worker_processes 1; pid {folder / 'pid'};\n"
        f"error_log {installation.folder / 'logs' / 'nginx-main.log'};\n"
        "events { worker_connections 256; }\n"
        "http { include /etc/nginx/mime.types; access_log off;\n"
        f"{temporary} include {folder / 'koordination.conf'}; }}\n"
    )
    return main


def gunicorn(installation, folder: Path) -> Path:
    """Write gunicorn's configuration for one service into its folder."""
    shipped = (ROOT / "deploy/gunicorn.conf.py").read_text(encoding="utf-8")
    path = folder / "gunicorn.conf.py"
    path.write_text(changed(shipped, installation.gunicorn_changes), encoding="utf-8")
    return path
