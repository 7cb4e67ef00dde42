"""What several tests of the assembled site share: an installation that was saved, lost and brought back."""

import shutil
from dataclasses import dataclass
from types import SimpleNamespace

import pytest

from tests.koordination.installations import Installation, make_installation, wait_for


@dataclass(frozen=True)
class Restored:
    """Facts before everything was lost, after a restore, and after one without the log of erasures."""

    installation: Installation
    acknowledged_before: int
    live: SimpleNamespace
    with_log: SimpleNamespace
    without_log: SimpleNamespace
    said: str


@pytest.fixture(scope="session")
def restored(tmp_path_factory, django_db_blocker) -> Restored:
    """Save while people book, forget somebody, lose everything, and bring it back twice."""
    with django_db_blocker.unblock():
        installation = make_installation(tmp_path_factory.mktemp("installation"), "backup_test")
    writer = installation.start("-m", "tests.koordination.backup_steps", "write")
    acknowledged_before = wait_for(installation.folder / "started")
    backup = installation.manage("backup").splitlines()[-1]
    (installation.folder / "stop").touch()
    writer.communicate(timeout=60)
    live = installation.facts("forget")
    installation.lose_everything()
    said = installation.manage("restore", backup)
    with_log = installation.facts()
    shutil.move(installation.folder / "erasures", installation.folder / "elsewhere")
    installation.manage("restore", backup)
    return Restored(installation, acknowledged_before, live, with_log, installation.facts(), said)
