"""No template of the CMS brings code that its content security policy would refuse (docs/adr/0009)."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.template import engines
from django.urls import reverse
from django.utils.safestring import mark_safe
from wagtail.admin.widgets import AdminDateInput, AdminPageChooser
from wagtail.admin.widgets.workflows import AdminTaskChooser
from wagtail.documents.widgets import AdminDocumentChooser
from wagtail.images.widgets import AdminImageChooser

from koordination.templatetags.inline_code import without_inline_code

CODE = re.compile(
    r"<script(?![^>]*\ssrc=)(?![^>]*\stype=.application/)|<style[\s>]|\sstyle=\"|\son(?:click|change|load|error|input)=\"",
)
# What is never shown below /admin/, or what a template of ours of the same name leaves out.
LEFT_OUT = {
    "wagtail_localize/admin/edit_translatable_alias.html",
    "wagtail_localize/admin/edit_translation.html",
    "wagtail_localize/admin/submit_translation.html",
    "wagtail_localize/admin/update_translations.html",
    "wagtailadmin/panels/inline_panel.html",
    "wagtailadmin/panels/multiple_chooser_panel.html",
    "wagtailadmin/widgets/date_input.html",
    "wagtailadmin/widgets/datetime_input.html",
    "wagtailadmin/widgets/time_input.html",
}
MAILS_AND_SITE = ("wagtailadmin/notifications/", "wagtailembeds/", "account/", "mfa/", "ninja/")
OURS = Path(__file__).resolve().parents[2]


def templates_with_code(folder: Path) -> set[str]:
    return {
        str(path.relative_to(folder))
        for path in folder.rglob("*.html")
        if CODE.search(path.read_text(encoding="utf-8"))
    }


def test_only_known_templates_of_wagtail_bring_code_and_ours_stand_before_them():
    found = set().union(
        *(
            templates_with_code(Path(app.path) / "templates")
            for app in apps.get_app_configs()
            if app.name.startswith(("wagtail", "modelcluster", "taggit", "django_filters"))
        )
    )

    assert {name for name in found if not name.startswith(MAILS_AND_SITE)} == LEFT_OUT
    for name in LEFT_OUT:
        origin = engines["django"].get_template(name).origin.name
        assert Path(origin).is_relative_to(OURS / "koordination"), name


def test_our_own_templates_of_the_cms_bring_none():
    folders = [Path(app.path) / "templates" for app in apps.get_app_configs() if Path(app.path).parent == OURS]

    found = set().union(*map(templates_with_code, folders))

    assert {name for name in found if "/mail/" not in name} == set()


@pytest.mark.parametrize(
    ("widget", "call"),
    [
        (AdminDateInput(), "initDateChooser"),
        (AdminPageChooser(), "PageChooser"),
        (AdminImageChooser(), "ImageChooser"),
        (AdminDocumentChooser(), "DocumentChooser"),
        (AdminTaskChooser(), "createTaskChooser"),
    ],
)
def test_a_widget_is_started_by_an_element(db, widget, call):
    markup = widget.render("field", None, {"id": "id_field"})

    assert "<script" not in markup
    assert f'<cms-start hidden call="{call}" arguments="[&quot;id_field&quot;' in markup
    assert f'"{call}",' in (OURS / "koordination/static/koordination/js/cms-start.js").read_text()


def test_only_inline_code_is_left_out_of_a_block():
    block = (
        '<script src="a.js"></script><script>x()</script><script type="application/json">{}</script><p style="a">b</p>'
    )

    assert without_inline_code(mark_safe(block)) == (
        '<script src="a.js"></script><script type="application/json">{}</script><p>b</p>'
    )


@pytest.mark.goal("S13")
def test_the_policies_allow_nothing_unsafe_but_one_hash(client, db, measured):
    site, cms = (
        client.get(address).headers["Content-Security-Policy"] for address in ("/de/", reverse("wagtailadmin_login"))
    )

    assert "unsafe" not in site
    assert re.findall(r"'unsafe-[a-z]+'", cms) == ["'unsafe-hashes'"]
    assert {"script-src 'self'", "style-src 'self'", "default-src 'none'"} <= set(cms.split("; "))
    measured("öffentlich und CMS: script-src 'self', 0 × unsafe-inline, 0 × unsafe-eval")


def test_each_answer_has_a_nonce_of_its_own(admin_client, home):
    nonces = set()
    for _visit in range(2):
        answer = admin_client.get(reverse("wagtailadmin_home"))
        [in_policy] = re.findall(r"style-src 'self' 'nonce-([^']+)'", answer.headers["Content-Security-Policy"])
        assert f'nonce="{in_policy}"' in answer.content.decode()
        nonces.add(in_policy)

    assert len(nonces) == 2
