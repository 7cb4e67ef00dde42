"""Building the wheel: the top-level templates travel inside `pages`, so that a site's own base.html wins."""

import shutil
from pathlib import Path

from setuptools.command.build_py import build_py
from setuptools.errors import FileError

# The design system is fetched, not kept in the repository; its last file says that the fetch was complete.
DESIGN_STAMP = Path("pages", "static", "pages", "kern", "stamp")


class BuildWithTemplates(build_py):
    """Copy templates/ to pages/templates/ of the build, beside what pages has itself.

    Raises FileError where the design system is missing: such a wheel would install, and look broken.
    """

    def run(self) -> None:
        if self.editable_mode:
            super().run()
            return
        if not DESIGN_STAMP.exists():
            raise FileError("Das Designsystem fehlt. Bitte rufen Sie zuerst `make design` auf.")
        # setuptools never forgets: a file deleted since the last build would travel along.
        shutil.rmtree(self.build_lib, ignore_errors=True)
        super().run()
        shutil.copytree("templates", Path(self.build_lib, "pages", "templates"), dirs_exist_ok=True)
