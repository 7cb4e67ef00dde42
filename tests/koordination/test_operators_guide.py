"""The operator's guide tells what works: its commands marked `sh` are run, in their order, on a fresh installation.

Real are the shell, the files and our own commands; systemctl and curl only note that they were called, and
systemd-run starts what it is told with the settings of its EnvironmentFile, as the service would.
"""

import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent

import pytest

from tests import migrated

pytestmark = [pytest.mark.slow, pytest.mark.database_free, pytest.mark.xdist_group("guide")]

ROOT = Path(__file__).resolve().parent.parent.parent
GUIDE = ROOT / "docs" / "betrieb.md"
BLOCK = re.compile(r"^( *)```sh\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}-\d{6}")
NOTED = ("systemctl", "curl")
SYSTEMD_RUN = """#!/bin/bash
while [[ $1 == -* ]]; do
  if [[ $1 == -p ]]; then
    case $2 in
      WorkingDirectory=*) cd "${2#*=}" ;;
      EnvironmentFile=*) set -a; while IFS= read -r line; do
        [[ $line =~ ^[A-Z_]+= ]] && export "${line%%=*}=${line#*=}"; done < "${2#*=}"; set +a ;;
      UMask=*) umask "${2#*=}" ;;
    esac
    shift
  fi
  shift
done
exec "$@"
"""


@dataclass
class Machine:
    """A folder that stands for a server: /etc/koordination, /var/lib/koordination and the programs of root."""

    folder: Path

    def __post_init__(self):
        programs = self.folder / "bin"
        programs.mkdir()
        for name in NOTED:
            self.program(programs / name, f'#!/bin/bash\necho {name} "$@" >> {self.folder}/noted\n')
        self.program(programs / "systemd-run", SYSTEMD_RUN)
        (self.folder / "var").mkdir()

    @staticmethod
    def program(path: Path, text: str) -> None:
        path.write_text(text)
        path.chmod(0o755)

    @property
    def settings(self) -> Path:
        return self.folder / "etc" / "koordination.env"

    def fill_in(self) -> None:
        """Fill in what the guide leaves to its reader: addresses, and where data lie."""
        values = {
            "DATABASE_URL": f"sqlite:///{self.folder}/var/db.sqlite3",
            "EMAIL_URL": f"filemail:///{self.folder}/var/mails",
            "VAR_DIR": f"{self.folder}/var",
            "LOG_LEVEL": "WARNING",
        }
        lines = [line for line in self.settings.read_text().splitlines() if line.split("=")[0] not in values]
        self.settings.write_text("\n".join(lines + [f"{name}={value}" for name, value in values.items()]) + "\n")

    def backups(self) -> list[Path]:
        return sorted((self.folder / "var" / "backups").glob("*"))

    def here(self, commands: str) -> str:
        """Return commands with the paths of this machine, and with its newest backup where the guide names one."""
        for path, own in {
            "/srv/koordination": str(ROOT),
            "/etc/koordination": str(self.folder / "etc"),
            "/var/lib/koordination": str(self.folder / "var"),
        }.items():
            commands = commands.replace(path, own)
        return commands

    def run(self, commands: str) -> subprocess.CompletedProcess:
        """Run one block after what earlier blocks have defined, until a command fails."""
        newest = '$(basename "$(ls -d ' + f"{self.folder}/var/backups/* | tail -1)" + '")'
        script = MOMENT.sub(lambda _match: newest, self.here(commands))
        environment = {"PATH": f"{self.folder / 'bin'}:{Path(sys.executable).parent}:/usr/bin:/bin", "HOME": "/"}
        return subprocess.run(
            ["bash", "-e", "-o", "pipefail", "-c", script], cwd=ROOT, env=environment, capture_output=True, text=True
        )


def blocks() -> list[str]:
    return [dedent(match.group(2)) for match in BLOCK.finditer(GUIDE.read_text(encoding="utf-8"))]


def definition() -> str:
    """Return the shell function by which the guide runs our commands."""
    [found] = re.findall(r"^verwalten\(\) \{.*?\}$", "\n".join(blocks()), re.MULTILINE | re.DOTALL)
    return found + "\n"


@pytest.fixture(scope="module")
def followed(tmp_path_factory) -> tuple[Machine, list[str]]:
    """A machine on which somebody has followed the guide from its beginning, and what did not work."""
    machine = Machine(tmp_path_factory.mktemp("server"))
    # That an empty one is migrated, test_speed.py shows.
    migrated.sqlite(machine.folder / "var" / "db.sqlite3")
    faults = []
    for block in blocks():
        if machine.settings.exists():
            machine.fill_in()
        result = machine.run(definition() + block)
        if result.returncode:
            faults.append(f"{block}\n{result.stdout[-500:]}{result.stderr[-2000:]}")
    return machine, faults


def test_every_command_of_the_guide_works(followed):
    _machine, faults = followed

    assert faults == []
    assert len(blocks()) >= 7


def test_afterwards_there_is_a_site_with_an_account_and_a_backup(followed):
    machine, _faults = followed
    question = (
        "from django.contrib.auth.models import Group, User; "
        "print('found', User.objects.filter(username='leitung', is_superuser=True).count(), Group.objects.count() > 2)"
    )

    told = machine.run(f'{definition()} verwalten shell -c "{question}"')

    assert "found 1 True" in told.stdout, told.stderr
    assert (machine.folder / "var" / "static" / "staticfiles.json").exists()
    assert [(path / "db.sqlite3").exists() for path in machine.backups()] != []
    mails = "".join(path.read_text() for path in (machine.folder / "var" / "mails").iterdir())
    assert "ich@musterkreis.example" in mails


def test_the_services_were_restarted_one_after_the_other(followed):
    machine, _faults = followed

    noted = (machine.folder / "noted").read_text().splitlines()

    assert "systemctl restart koordination-web@8001" in noted
    assert noted.index("systemctl restart koordination-web@8001") < noted.index(
        "systemctl restart koordination-web@8002"
    )
    assert any(line.startswith("systemctl stop") for line in noted)


def test_the_key_is_another_one_and_the_old_one_is_gone(followed):
    machine, _faults = followed

    keys = re.findall(r"^SECRET_KEY=(.+)$", machine.settings.read_text(), re.MULTILINE)

    assert [len(key) > 60 for key in keys] == [True]
    assert "SECRET_KEY_FALLBACKS" not in machine.settings.read_text()
    assert machine.settings.stat().st_mode & 0o007 == 0


def test_a_command_that_does_not_exist_would_be_seen(followed):
    """Negative control."""
    machine, _faults = followed

    assert machine.run("verwaltne check\ntrue").returncode != 0
    assert machine.run("false | true\ntrue").returncode != 0
