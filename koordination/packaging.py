"""Building the wheel: the top-level templates travel inside `pages`, so that a site's own base.html wins."""

import shutil
from pathlib import Path

from setuptools.command.build_py import build_py


class BuildWithTemplates(build_py):
    """Copy templates/ to pages/templates/ of the build, beside what pages has itself."""

    def run(self) -> None:
        super().run()
        shutil.copytree("templates", Path(self.build_lib, "pages", "templates"), dirs_exist_ok=True)
