"""A box of Wagtail's that helps or warns keeps a place for a sign at its beginning, and shows one."""

import re
from pathlib import Path

import pytest
from django.conf import settings

BOX = re.compile(r'<(?:div|p) class="help-block help-[^>]*>(?P<beginning>.{40})', re.DOTALL)
# The pages of an account have no sprite of Wagtail's icons.
TEMPLATES = [
    path
    for path in sorted(Path(settings.BASE_DIR).glob("[a-z]*/templates/**/admin/**/*.html"))
    if "accounts" not in path.parts
]


def without_sign(template: str) -> list[str]:
    return [box["beginning"] for box in BOX.finditer(template) if not box["beginning"].lstrip().startswith("{% icon ")]


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_every_box_begins_with_a_sign(path):
    assert without_sign(path.read_text()) == []


def test_a_box_without_a_sign_is_noticed():
    box = '<p class="help-block help-critical" role="alert">{}Bitte wählen Sie mindestens eine Buchung.</p>'

    assert without_sign(box.format('{% icon name="warning" %}')) == []
    assert without_sign(box.format("")) == ["Bitte wählen Sie mindestens eine Buchung"]
