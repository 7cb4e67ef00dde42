"""Figures are data with dates: what texts show is the value of the day, everywhere."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from time_machine import travel

from pages.placeholders import filled, filled_html
from suche.indexing.following import rebuild, repair
from tests import factories
from wissen.blocks import FigureChoiceBlock
from wissen.figures import figures, keys_in
from wissen.models import Figure, FigureValue
from wissen.wording import MINUS, money, number

pytestmark = pytest.mark.django_db
# Midnight in Berlin at the turn of the year, in UTC.
BEFORE, AFTER = datetime(2026, 12, 31, 22, 59, 59, tzinfo=UTC), datetime(2026, 12, 31, 23, 0, 1, tzinfo=UTC)


@pytest.fixture
def wage(db):
    """The minimum wage of 2026 and 2027."""
    figure = Figure.objects.create(key="minimum_wage", name="Mindestlohn", per="je Stunde", unit="euro")
    FigureValue.objects.create(
        figure=figure, value=Decimal("12.82"), valid_from=date(2025, 1, 1), valid_until=date(2025, 12, 31)
    )
    FigureValue.objects.create(
        figure=figure, value=Decimal("13.90"), valid_from=date(2026, 1, 1), valid_until=date(2026, 12, 31)
    )
    FigureValue.objects.create(figure=figure, value=Decimal("14.60"), valid_from=date(2027, 1, 1))
    return figure


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Es sind {minimum_wage} je Stunde.", "Es sind 13,90\xa0Euro je Stunde."),
        ("{minimum_wage/2}", "6,95\xa0Euro"),
        ("{minimum_wage@2025-06-01}", "12,82\xa0Euro"),
        ("{minimum_wage@2027-06-01}", "14,60\xa0Euro"),
        ("{minimum_wage@1999-01-01}", "(zurzeit kein Wert)"),
        ("{minimum_wage@2026-02-31}", "{minimum_wage@2026-02-31}"),
        ("{minimum_wage/0}", "13,90\xa0Euro"),
        ("{unknown} { minimum_wage } {}", "{unknown} { minimum_wage } {}"),
        ("if (x) { return; }", "if (x) { return; }"),
    ],
)
@travel(BEFORE, tick=False)
def test_a_text_shows_the_value_of_its_day(wage, text, shown):
    assert filled(text) == shown


def test_what_is_put_into_html_is_escaped(wage):
    Figure.objects.filter(pk=wage.pk).update(unit="number")
    assert filled_html("<b>{minimum_wage@2025-01-01}</b>") == "<b>12,82</b>"


@pytest.mark.parametrize(
    ("value", "text"), [("3300", "3.300"), ("3300.0000", "3.300"), ("0.3", "0,30"), ("13.905", "13,91"), ("20", "20")]
)
def test_numbers_are_written_the_german_way(value, text):
    assert number(Decimal(value)) == text


def test_the_keys_of_a_stored_text_are_found():
    source = '{"value": "<p>{a_b/12} und {cc@2025-01-01}</p>", "figure": "d_e"} {kein Wert}'

    assert list(keys_in(source)) == ["a_b", "cc", "d_e"]


def test_a_value_cannot_end_before_it_begins(wage):
    value = FigureValue(figure=wage, value=1, valid_from=date(2028, 1, 2), valid_until=date(2028, 1, 1))

    with pytest.raises(ValidationError, match="tauschen"):
        value.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        value.save()


@pytest.mark.parametrize("first", [date(2026, 1, 1), None])
def test_two_values_cannot_begin_on_one_day(wage, first):
    FigureValue.objects.create(figure=wage, value=1, valid_until=date(2024, 12, 31))

    with pytest.raises(IntegrityError), transaction.atomic():
        FigureValue.objects.create(figure=wage, value=2, valid_from=first)


def text_of(client, url: str) -> str:
    return client.get(url).content.decode().replace("\xa0", " ")


def test_pages_api_cache_and_snippets_change_at_midnight_in_berlin(wage, home, client, settings, tmp_path):
    settings.SUCHE_URL = f"embedded://{tmp_path}"
    # A store of pages as in production; in the other tests nothing is kept.
    settings.CACHES = {**settings.CACHES, "pages": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    page = factories.make_knowledge(home)["question"]
    page.short_answer = "<p>Der Mindestlohn beträgt {minimum_wage}.</p>"
    page.body = [
        ("figure_history", {"figure": "minimum_wage"}),
        *((child.block_type, child.value) for child in page.body),
    ]
    page.save_revision().publish()
    url, api = page.get_url(), f"/api/v1/seiten/{page.pk}/"

    with travel(BEFORE, tick=False):
        rebuild()
        shown = [text_of(client, url), text_of(client, api), text_of(client, "/api/v1/suche/?q=mindestlohn")]
        assert ["13,90" in text for text in shown] == [True, True, True]
        assert "ab 1. Januar 2027" in shown[0]
        assert "14,60" not in shown[2]
    with travel(AFTER, tick=False):
        repair()
        shown = [text_of(client, url), text_of(client, api), text_of(client, "/api/v1/suche/?q=mindestlohn")]
        assert ["14,60" in text for text in shown] == [True, True, True]
        assert "heute, seit 1. Januar 2027" in shown[0]
        assert "bisher, bis 31. Dezember 2026" in shown[0]


def test_the_worker_repairs_the_index_at_midnight():
    from vorgang.due_jobs import due_jobs

    [job] = [job for job in due_jobs() if job.name == "suche.midnight"]

    assert (job.at_hour, job.function) == (0, repair)
    assert job.after(BEFORE) == datetime(2026, 12, 31, 23, 0, tzinfo=UTC)


def test_an_old_value_leads_to_its_answer(home, client, settings, tmp_path):
    settings.SUCHE_URL = f"embedded://{tmp_path}"
    factories.make_knowledge(home)
    rebuild()

    for typed in ("3000 euro pauschale", "pauschale 3.000 €", "3300"):
        answer = client.get("/api/v1/suche/", {"q": typed}).json()
        assert answer["results"][0]["url"] == "/de/wissen/geld-und-steuern/pauschale/", typed


def test_a_changed_value_changes_every_use_at_once(home, client):
    page = factories.make_knowledge(home)["question"]
    assert text_of(client, page.get_url()).count("3.300 Euro") >= 6

    value = FigureValue.objects.get(value=3300)
    value.value = 3600
    value.save()

    text = text_of(client, page.get_url())
    assert "3.300 Euro" not in text
    assert "300 Euro" in text  # a twelfth, in the calculation
    assert figures()["trainer_allowance"].text() == "3.600\xa0Euro"


@pytest.mark.django_db(transaction=True)
def test_the_register_is_read_once_until_it_changes(wage, django_assert_num_queries):
    filled("{minimum_wage}")

    with django_assert_num_queries(0):
        assert filled("{minimum_wage@2026-06-01} {minimum_wage@2027-06-01}") == "13,90\xa0Euro 14,60\xa0Euro"
    FigureValue.objects.filter(value=Decimal("13.90")).first().delete()
    assert filled("{minimum_wage@2026-06-01}") == "(zurzeit kein Wert)"


def test_the_search_reads_the_name_of_a_figure_and_nothing_where_none_is_chosen(wage, django_assert_num_queries):
    block = FigureChoiceBlock(required=False)
    [known] = figures().values()

    with django_assert_num_queries(0):
        kept = [block.to_python(key) for key in (known.key, "gone", "", None)]

    assert kept == [known.key, "gone", "", None]
    assert [block.get_searchable_content(key) for key in kept] == [[known.label], [], [], []]
    # Negative control: an editor is offered the empty choice, which Wagtail would have had the search find.
    assert [key for key, _label in block.field.choices] == ["", known.key]


@pytest.mark.parametrize("value", ["-3000", "-0.5"])
def test_less_than_nothing_is_written_with_a_minus_and_not_with_a_hyphen(value):
    written = money(Decimal(value))

    assert (written[0], "-" in written) == (MINUS, False)


def test_what_is_more_than_nothing_has_no_sign():
    assert money(Decimal(3000)) == "3.000\xa0Euro"
