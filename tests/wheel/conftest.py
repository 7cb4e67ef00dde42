"""A wheel built from a clean copy of the repository, and a site of `wagtail start` that has it installed."""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.wheel.guide import ROOT, lines_for

DESIGN = Path("pages", "static", "pages", "kern")
JOURNEY = Path(__file__).with_name("journey.py")
AFTER_REMOVAL = Path(__file__).with_name("after_removal.py")
MARK = "Rahmen der fremden Site"


@dataclass(frozen=True)
class Wheel:
    """A built wheel and the clean copy of the repository it was built from."""

    path: Path
    source: Path


@dataclass(frozen=True)
class ForeignSite:
    """A site made by `wagtail start` and the folder its rooms are imported from."""

    folder: Path
    rooms: Path

    def run(self, *command: str) -> str:
        """Run Python in the site, out of reach of the repository, and return what it printed."""
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(self.folder),
            "LANG": "C.UTF-8",
            "PYTHONPATH": str(self.rooms),
            "DJANGO_SETTINGS_MODULE": "foreign.settings.dev",
        }
        return run([sys.executable, *command], cwd=self.folder, environment=environment)


def run(command: list[str], *, cwd: Path, environment: dict | None = None) -> str:
    result = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, timeout=300, check=False)
    assert result.returncode == 0, result.stdout[-4000:] + result.stderr[-8000:]
    return result.stdout


def copy_repository(to: Path) -> Path:
    """Copy what git knows or would add: nothing that .gitignore names, no build of yesterday."""
    listed = run(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=ROOT)
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():
            (to / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, to / name)
    return to


def build_wheel(source: Path, to: Path) -> subprocess.CompletedProcess:
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(to), "."]
    return subprocess.run(command, cwd=source, capture_output=True, text=True, timeout=300, check=False)


@pytest.fixture(scope="session")
def wheel(tmp_path_factory) -> Wheel:
    """The wheel, built where an earlier build has left a file that is deleted by now."""
    source = copy_repository(tmp_path_factory.mktemp("source"))
    shutil.copytree(ROOT / DESIGN, source / DESIGN)
    leftover = source / "build" / "lib" / "kurse" / "templates" / "kurse" / "deleted.html"
    leftover.parent.mkdir(parents=True)
    leftover.touch()
    to = tmp_path_factory.mktemp("dist")

    result = build_wheel(source, to)

    assert result.returncode == 0, result.stdout[-4000:] + result.stderr[-4000:]
    [path] = to.glob("*.whl")
    return Wheel(path, source)


@pytest.fixture(scope="session")
def foreign_site(wheel, tmp_path_factory) -> ForeignSite:
    """A site of `wagtail start` with the wheel installed as docs/einbau.md says, migrated."""
    rooms = tmp_path_factory.mktemp("rooms")
    pip = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--no-index", "--no-compile", "--target"]
    run([*pip, str(rooms), str(wheel.path)], cwd=rooms)
    folder = tmp_path_factory.mktemp("foreign")
    run([str(Path(sys.executable).with_name("wagtail")), "start", "foreign", str(folder)], cwd=folder)
    follow_the_guide(folder / "foreign")
    site = ForeignSite(folder, rooms)
    site.run("manage.py", "migrate", "--verbosity=0")
    return site


def follow_the_guide(package: Path) -> None:
    """Add the guide's lines to settings, addresses and frame; what only a test needs goes to local.py."""
    settings, urls, frame = package / "settings" / "base.py", package / "urls.py", package / "templates" / "base.html"
    settings.write_text(f"{settings.read_text()}\n{lines_for('settings')}")
    before, catch_all, after = urls.read_text().partition("urlpatterns = urlpatterns + [")
    assert catch_all
    urls.write_text(f"{before}{lines_for('urls')}\n{catch_all}{after}")
    html = frame.read_text()
    assert html.count("{# Global stylesheets #}") == html.count("{% wagtailuserbar %}") == 1
    html = html.replace("{# Global stylesheets #}", lines_for("head"))
    frame.write_text(html.replace("{% wagtailuserbar %}", f"{{% wagtailuserbar %}}<p>{MARK}</p>"))
    local = package / "settings" / "local.py"
    local.write_text(
        'EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"\nVORGANG_MINIMUM_SECONDS = 0\nDEBUG = False\n'
    )


@pytest.fixture(scope="session")
def journey(foreign_site) -> dict:
    """What happened when a workshop was published, booked and confirmed in the foreign site."""
    shutil.copy(JOURNEY, foreign_site.folder / "journey.py")
    return json.loads(foreign_site.run("journey.py").splitlines()[-1])


@pytest.fixture(scope="session")
def site_without_courses(foreign_site, journey, tmp_path_factory) -> ForeignSite:
    """A copy of the site after the journey, with kurse taken out as docs/einbau.md says."""
    folder = tmp_path_factory.mktemp("without") / "site"
    shutil.copytree(foreign_site.folder, folder)
    site = ForeignSite(folder, foreign_site.rooms)
    site.run("manage.py", "migrate", "kurse", "zero", "--verbosity=0")
    for file, line in (("settings/base.py", '    "kurse",\n'), ("urls.py", '    path("", include("kurse.urls")),\n')):
        path = folder / "foreign" / file
        assert path.read_text().count(line) == 1
        path.write_text(path.read_text().replace(line, ""))
    shutil.copy(AFTER_REMOVAL, folder / "after_removal.py")
    return site
