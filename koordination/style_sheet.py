"""Cutting KERN's style sheet down to what this site's own files name."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RECIPES = {ROOT / "koordination" / name for name in ("design.py", "style_sheet.py")}

# What templates, widgets and our own style sheets name stays. Where a template writes the end of a name itself
# ("kern-badge--{{ kind }}"), all names that begin so stay, and of the many icons these.
SOURCES = (
    "templates/**/*.html",
    "*/templates/**/*.html",
    "[a-z]*/**/*.py",
    "*/static/*/css/*.css",
    "*/static/*/js/*.js",
)
NOT_READ = {"node_modules", "tests", "benchmarks", "var", "build", "dist"}
ICONS = (
    "account-circle|add|arrow-back|arrow-down|arrow-forward|arrow-up|autorenew|calendar-today|check|checklist"
    "|chevron-left|chevron-right|close|content-copy|danger|dehaze|delete|download|draft|easy-language|edit|help"
    "|home|info|language|mail|open-in-new|question-mark|search|sign-language|success|visibility|warning"
)
ICON_CLASS = re.compile(rf"kern-icon--({ICONS}|small|default|large|x-large)")


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


@cache
def used_names() -> frozenset[str]:
    """Return every name of KERN in the site's own files; one that ends in "-" or "_" stands for all that begin so."""
    files = {path for pattern in SOURCES for path in ROOT.glob(pattern) if path not in RECIPES}
    read = (path for path in files if path.relative_to(ROOT).parts[0] not in NOT_READ)
    return frozenset(name for path in read for name in re.findall(r"\bkern-[\w-]*", path.read_text(encoding="utf-8")))


def is_used(name: str, names: frozenset[str]) -> bool:
    if name.startswith("kern-icon--"):
        return ICON_CLASS.fullmatch(name) is not None
    begun = (start for start in names - {"kern-"} if start.endswith(("-", "_")))
    return name in names or any(name.startswith(start) for start in begun)


def is_kept(selector: str, names: frozenset[str]) -> bool:
    """A selector stays when the site uses every KERN class in it; nobody switches light and dark by hand."""
    if selector.startswith(("[data-kern-theme", ".kern-light", ".kern-dark")):
        return False
    demanded = re.sub(r":(?:not|is)\([^)]*\)", "", selector)
    return all(is_used(name, names) for name in re.findall(r"\.(kern-[\w-]+)", demanded))


def cut(css: str, names: frozenset[str] | None = None) -> str:
    """Drop the rules that nothing on the site uses; media queries that end up empty go too."""
    names = used_names() if names is None else names
    kept = []
    for prelude, body in rules(css):
        if prelude.startswith("@media"):
            inner = cut(body, names)
            if "forced-colors" in prelude:
                # White icons vanish on a light high-contrast theme.
                inner = inner.replace("var(--kern-color-white)", "CanvasText")
            if inner:
                kept.append(f"{prelude} {{\n{inner}}}\n")
        elif not prelude.startswith("@"):
            selectors = [part for part in re.split(r",\s*(?![^(]*\))", prelude) if is_kept(part, names)]
            if selectors:
                kept.append(f"{', '.join(selectors)} {{{squeezed(body)}}}\n")
    return "".join(kept)


def without_unused_properties(css: str, names: frozenset[str] | None = None) -> str:
    """Drop the custom properties to which no rule refers, neither of KERN nor of ours, and then those they needed."""
    ours = {f"--{name}" for name in (used_names() if names is None else names)}
    declared = set(re.findall(r"[{;]\s*(--[\w-]+):", css))
    unused = declared - ours - set(re.findall(r"var\((--[\w-]+)", css))
    if not unused:
        return css
    left = re.sub(r"(?<=[{;])\s*(--[\w-]+):[^;}]*;?", lambda match: "" if match[1] in unused else match[0], css)
    return without_unused_properties(left, names)


def without_fallbacks(css: str) -> str:
    """Drop the second value of var() where the first is always declared: a third of KERN's size."""
    declared = set(re.findall(r"[{;]\s*(--[\w-]+)\s*:", css))
    return re.sub(
        r"var\((--[\w-]+),\s*[^()]+\)",
        lambda match: f"var({match[1]})" if match[1] in declared else match[0],
        css,
    )
