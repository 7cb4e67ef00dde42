"""The accessibility statement: every part of the model, the law of the Land, and a warning before it grows old."""

from datetime import date, timedelta

import pytest
import time_machine
from django.contrib.auth.models import Permission, User
from django.core import checks
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Site

from pages.duties.accessibility_law import LAWS, law_of
from pages.models import AccessibilityStatement, Barrier, LegalPage, SiteSettings
from pages.models.site_settings import Land
from tests import factories

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 25)


def make_statement(**fields) -> AccessibilityStatement:
    statement = AccessibilityStatement.objects.create(
        site=Site.objects.get(is_default_site=True),
        **{"prepared_on": TODAY, "evaluated_on": TODAY, "enforcement_contact": "Am Amt 1, 99901 Musterstadt", **fields},
    )
    for number, reason in enumerate(("incompatible", "disproportionate", "out_of_scope")):
        Barrier.objects.create(
            statement=statement, content=f"Inhalt {reason}", reason=reason, alternative="Anruf", sort_order=number
        )
    return statement


def shown(client, home, land: str) -> str:
    SiteSettings.objects.update(
        land=land, operator="Landkreis Musterkreis", street="Am Kreishaus 1", city="Musterstadt"
    )
    page = home.add_child(instance=LegalPage(title="Barrierefreiheit", slug=f"b-{land.lower()}", kind="accessibility"))
    return client.get(page.get_url()).content.decode()


# The parts of the annex to Implementing Decision (EU) 2018/1523, each by words that only that part has.
PARTS = {
    "commitment": ["Landkreis Musterkreis ist bemüht", "Richtlinie (EU) 2016/2102"],
    "conformance": ["Stand der Vereinbarkeit", "EN 301 549", "teilweise vereinbar"],
    "content": [
        "Unvereinbarkeit mit den Anforderungen",
        "Unverhältnismäßige Belastung",
        "Nicht von den Rechtsvorschriften",
    ],
    "alternatives": ["Inhalt incompatible", "Inhalt disproportionate", "Inhalt out_of_scope", "Anruf"],
    "preparation": ["am 25. November 2026 erstellt", "zuletzt am 25. November 2026", "Selbstbewertung"],
    "feedback": ["innerhalb von 14 Tagen", "?art=barriere", "06000 123-0", "ehrenamt@musterkreis.example"],
    "enforcement": ["Durchsetzungsverfahren", "vermittelt", "Am Amt 1"],
}


@pytest.mark.goal("B14")
@pytest.mark.parametrize("land", ["HE", "NW", "RP", "SH", "TH"])
def test_every_part_of_the_model_statement_is_there_with_the_law_of_the_land(client, home, land, measured):
    make_statement()

    html = shown(client, home, land)

    law = law_of(land)
    assert missing_parts(html) == {}
    assert law.law in html
    assert law.enforcement_body in html
    assert f"nach {law.answer_days} Tagen" in html
    measured(f"{len(PARTS)} von {len(PARTS)} Teilen des Musters je Land")


def missing_parts(html: str) -> dict[str, list[str]]:
    """Return of each part of the model statement the words that a page does not have."""
    missing = {part: [word for word in words if word not in html] for part, words in PARTS.items()}
    return {part: words for part, words in missing.items() if words}


@pytest.mark.goal("B14")
def test_a_part_that_is_missing_is_noticed(client, home):
    """Negative control of the test above: without facts the page has only the button."""
    html = shown(client, home, "HE")

    assert list(missing_parts(html)) == list(PARTS)
    assert "?art=barriere" in html


def test_the_sentence_that_opens_the_model_stands_before_what_the_office_wrote(client, home):
    make_statement()
    body = [("text", "<p>Diese Erklärung gilt für diesen Auftritt.</p>")]
    page = home.add_child(instance=LegalPage(title="Barrierefreiheit", slug="b", kind="accessibility", body=body))

    html = client.get(page.get_url()).text

    assert html.index("ist bemüht") < html.index("Diese Erklärung gilt") < html.index('id="erklaerung-stand"')


def test_the_law_is_known_where_we_looked_it_up_and_said_in_general_elsewhere():
    assert set(LAWS) == {Land.HE, Land.NW, Land.RP, Land.SH}
    assert {law_of(land).law for land in Land.values if land not in LAWS} == {law_of("").law}


def test_a_third_party_is_named_and_no_evaluation_lies_in_the_future(home):
    statement = make_statement(method="third_party", evaluated_on=timezone.localdate() + timedelta(days=1))

    with pytest.raises(ValidationError) as refused:
        statement.full_clean()

    assert sorted(refused.value.message_dict) == ["evaluated_on", "evaluator"]


def test_an_evaluation_on_a_leap_day_holds_until_the_first_of_march():
    assert AccessibilityStatement(evaluated_on=date(2028, 2, 29)).renew_by == date(2029, 3, 1)


def test_in_english_the_names_of_german_law_are_marked_as_german(client, home):
    make_statement()
    page = home.add_child(instance=LegalPage(title="Barrierefreiheit", slug="b", kind="accessibility"))
    SiteSettings.objects.update(land="HE")
    english = factories.translate(page, "en")

    html = client.get(english.get_url()).content.decode()

    assert "partially compliant" in html
    assert '<span lang="de">§ 14' in html


def test_leichte_sprache_keeps_its_own_words(client, home):
    make_statement()
    page = home.add_child(instance=LegalPage(title="Barrierefreiheit", slug="b", kind="accessibility"))
    easy = factories.translate(page, "de-simple")

    assert "EN 301 549" not in client.get(easy.get_url()).content.decode()


# ------------------------------------------------------------------ growing old


@pytest.fixture
def office(client, home):
    user = User.objects.create_user("koordination", "k@musterkreis.example", "geheim-genug-1")
    user.user_permissions.add(
        *Permission.objects.filter(codename__in=["access_admin", "change_accessibilitystatement"])
    )
    client.force_login(user)
    return client


def warned(client) -> str:
    html = client.get(reverse("wagtailadmin_home")).content.decode()
    if "pages-statement" not in html:
        return ""
    return "critical" if "help-critical" in html else "warning"


@pytest.mark.goal("B14")
@pytest.mark.parametrize(
    ("days", "said"), [(0, ""), (334, ""), (336, "warning"), (364, "warning"), (365, "critical"), (800, "critical")]
)
def test_the_cms_warns_thirty_days_before_the_evaluation_is_a_year_old(office, days, said, measured):
    make_statement(evaluated_on=timezone.localdate() - timedelta(days=days))

    assert warned(office) == said
    measured("Warnung ab 30 Tagen vor Ablauf, rot ab einem Jahr")


def test_a_site_that_was_never_evaluated_is_told_and_editors_are_spared(office, home):
    told = warned(office)
    User.objects.get(username="koordination").user_permissions.remove(
        Permission.objects.get(codename="change_accessibilitystatement")
    )

    assert (told, warned(office)) == ("critical", "")


def test_the_check_says_what_the_panel_says(home):
    make_statement()

    with time_machine.travel(timezone.now() + timedelta(days=400)):
        old = checks.run_checks(tags=["database"], databases=["default"])
    never_asked = checks.run_checks(tags=["database"])

    assert [message.id for message in old if message.id.startswith("pages.")] == ["pages.W002"]
    assert [message for message in never_asked if message.id.startswith("pages.")] == []


def test_what_is_current_is_no_matter_for_the_check(home):
    make_statement(evaluated_on=timezone.localdate())

    assert [m for m in checks.run_checks(tags=["database"], databases=["default"]) if m.id.startswith("pages.")] == []
