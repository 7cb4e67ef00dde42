"""The register of figures in the CMS."""

import pytest

from tests import factories
from wissen.figures import figures
from wissen.models import Figure, ReviewFlag

pytestmark = pytest.mark.django_db
FORM = {
    "name": "Übungsleiterpauschale",
    "key": "trainer_allowance",
    "unit": "euro",
    "per": "je Person und Jahr",
    "law": "EStG",
    "paragraph": "3",
    "detail": "Nr. 26",
    "note": "",
    "values-INITIAL_FORMS": "0",
    "values-MIN_NUM_FORMS": "1",
    "values-MAX_NUM_FORMS": "1000",
}


def rows(*values: dict) -> dict:
    found = {"values-TOTAL_FORMS": str(len(values))}
    for number, value in enumerate(values):
        empty = {"valid_from": "", "valid_until": "", "source": "", "checked_on": "", "id": ""}
        found |= {f"values-{number}-{name}": text for name, text in {**empty, **value}.items()}
    return found


@pytest.fixture
def desk(client, coordinator):
    client.force_login(coordinator)
    return client


def test_an_editor_enters_a_figure_with_a_value_of_the_future(desk, home):
    values = rows(
        {"value": "3000", "valid_until": "2025-12-31"},
        {"value": "3300", "valid_from": "2026-01-01", "valid_until": "2098-12-31"},
        {"value": "9999.5", "valid_from": "2099-01-01"},
    )

    answer = desk.post("/admin/wissen_figures/new/", {**FORM, **values})

    assert answer.status_code == 302
    assert figures()["trainer_allowance"].text() == "3.300\xa0Euro"
    assert [row.is_future for row in figures()["trainer_allowance"].rows()] == [True, False, False]
    assert "§ 3 Nr. 26 EStG" in desk.get("/admin/wissen_figures/").content.decode()


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"key": "Übung Leiter"}, "Bitte nur kleine Buchstaben"),
        ({"name": ""}, "Dieses Feld muss ausgefüllt werden."),
        (rows({"value": "3000", "valid_from": "2026-01-02", "valid_until": "2026-01-01"}), "Bitte tauschen Sie"),
        (rows({"value": "viel"}), "Bitte eine Zahl eingeben."),
        (rows(), "Bitte"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(desk, home, changed, told):
    answer = desk.post("/admin/wissen_figures/new/", {**FORM, **rows({"value": "3000"}), **changed})

    html = answer.content.decode()
    assert answer.status_code == 200
    assert told in html
    assert 'value="EStG"' in html
    assert not Figure.objects.exists()


def test_a_changed_value_in_the_cms_flags_the_answers_that_name_it(desk, home):
    question = factories.make_knowledge(home)["question"]
    ReviewFlag.objects.all().delete()
    figure = Figure.objects.get()
    old, new = figure.values.all()
    values = {
        "values-TOTAL_FORMS": "2",
        "values-INITIAL_FORMS": "2",
        "values-0-id": old.pk,
        "values-0-value": "3000",
        "values-0-valid_from": "2021-01-01",
        "values-0-valid_until": "2025-12-31",
        "values-1-id": new.pk,
        "values-1-value": "3400",
        "values-1-valid_from": "2026-01-01",
    }

    answer = desk.post(f"/admin/wissen_figures/edit/{figure.pk}/", {**FORM, **values})

    assert answer.status_code == 302
    assert "3.400" in desk.get(question.get_url()).content.decode()
    assert [flag.page_id for flag in ReviewFlag.objects.all()] == [question.pk]
