"""A mailbox of our own: Dovecot without privileges on loopback, with TLS, one user and a Maildir."""

import os
import pwd
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from tests.deploy.certificate import make_certificate
from tests.deploy.installation import end, wait_until
from tests.deploy.visitor import Visitor
from tests.postgresql import free_port

USER, PASSWORD = "ruecklauf@musterkreis.example", "geheim/genug"
CONFIGURATION = """
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
protocols = imap
listen = 127.0.0.1
ssl = required
ssl_cert = <{folder}/tls/fullchain.pem
ssl_key = <{folder}/tls/privkey.pem
default_internal_user = {account.pw_name}
default_internal_group = {group}
default_login_user = {account.pw_name}
first_valid_uid = 1
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = 0
  }}
  inet_listener imaps {{
    port = {port}
    ssl = yes
  }}
}}
passdb {{
  driver = passwd-file
  args = {folder}/users
}}
userdb {{
  driver = static
  args = uid={account.pw_uid} gid={account.pw_gid} home={folder}/home
}}
mail_location = maildir:{folder}/mail
"""


def find_dovecot() -> str | None:
    return shutil.which("dovecot") or next((path for path in ["/usr/sbin/dovecot"] if Path(path).exists()), None)


@dataclass
class MailboxServer:
    """Where it listens, and its Maildir."""

    folder: Path
    port: int = field(default_factory=free_port)

    @property
    def address(self) -> str:
        return f"imaps://{quote(USER)}:{quote(PASSWORD, safe='')}@localhost:{self.port}/INBOX"

    @property
    def certificate(self) -> Path:
        return self.folder / "tls" / "fullchain.pem"

    def deliver(self, content: bytes) -> None:
        """Put a mail into the inbox as a mail server does."""
        new = self.folder / "mail" / "new"
        (new / f"{time.time_ns()}.notice").write_bytes(content)
        give_away(new, self.account)

    def kept(self, folder: str = "") -> list[Path]:
        """Return the mails in the inbox, or in another folder of the mailbox."""
        place = self.folder / "mail" / (f".{folder}" if folder else "")
        return [path for name in ("new", "cur") for path in (place / name).glob("*")]

    @property
    def account(self) -> pwd.struct_passwd:
        return pwd.getpwnam("nobody") if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())


def give_away(folder: Path, account: pwd.struct_passwd) -> None:
    for path in (folder, *folder.rglob("*")):
        os.chown(path, account.pw_uid, account.pw_gid)


@contextmanager
def mailbox_server(folder: Path) -> Iterator[MailboxServer]:
    """Start Dovecot in a folder that every account may enter."""
    server = MailboxServer(folder)
    account = server.account
    for name in ("run", "state", "home", *(f"mail/{part}" for part in ("new", "cur", "tmp"))):
        (folder / name).mkdir(parents=True)
    make_certificate(folder / "tls", "localhost")
    (folder / "users").write_text(f"{USER}:{{PLAIN}}{PASSWORD}\n")
    group = subprocess.run(["id", "-gn", account.pw_name], capture_output=True, text=True, check=True).stdout.strip()
    configuration = CONFIGURATION.format(folder=folder, port=server.port, account=account, group=group)
    (folder / "dovecot.conf").write_text(configuration)
    give_away(folder, account)
    as_user = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []} if os.geteuid() == 0 else {}
    process = subprocess.Popen([find_dovecot(), "-F", "-c", str(folder / "dovecot.conf")], **as_user)
    try:
        wait_until(lambda: Visitor(server.port, "localhost", server.certificate).is_welcome(), 20)
        yield server
    finally:
        end(process)
