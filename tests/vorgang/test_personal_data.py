"""The register of personal data speaks of every column of every table."""

from dataclasses import replace

import pytest
from django.conf import settings
from wagtail import hooks

from koordination.personal_data import PERSONAL_DATA
from pages.slots import fill
from vorgang import personal_data
from vorgang.disclosure.privacy import LIBRARIES, records
from vorgang.personal_data import NOT_PERSONAL, Rule, all_fields, register, unknown_markings, unmarked_fields


def test_every_column_of_every_table_is_marked():
    assert unmarked_fields() == []


def test_nothing_is_marked_that_does_not_exist():
    assert unknown_markings() == []


def test_an_unmarked_column_is_found(monkeypatch):
    """Negative control: a field somebody adds without saying why is red."""
    fields = [*all_fields(), ("vorgang.Neu", "geburtsdatum"), ("wagtailcore.Site_neue", "user")]
    monkeypatch.setattr(personal_data, "all_fields", lambda: iter(fields))

    assert unmarked_fields() == ["vorgang.Neu.geburtsdatum", "wagtailcore.Site_neue.user"]


def test_tables_between_tables_are_walked_too():
    assert ("auth.User_groups", "user") in set(all_fields())


def test_the_walk_sees_as_many_columns_as_the_models_have():
    from django.apps import apps

    tables = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    walked = {apps.get_model(label)._meta.db_table for label, _field in all_fields() if "_" not in label.split(".")[1]}

    assert walked <= tables
    assert len(list(all_fields())) == sum(
        len(model._meta.local_concrete_fields) for model in apps.get_models(include_auto_created=True)
    )


def test_a_name_or_an_address_of_a_case_is_never_called_impersonal():
    from vorgang.case_types import case_types

    marked = register()
    wrong = [
        f"{case_type.model._meta.label}.{name}"
        for case_type in case_types()
        for name in ("name", "email", "phone", "code", "assignee")
        if not isinstance(marked[case_type.model._meta.label].get(name), Rule)
    ]

    assert wrong == []


def test_two_rooms_that_speak_for_one_model_are_told():
    def twice():
        return {"vorgang.Message": {"*": NOT_PERSONAL}}

    with hooks.register_temporarily("register_personal_data", twice), pytest.raises(ValueError, match="Message"):
        register()


def rules() -> set[Rule]:
    return {rule for fields in register().values() for rule in fields.values() if isinstance(rule, Rule)}


def test_every_rule_says_purpose_basis_and_end_in_words():
    assert [
        rule for rule in rules() if not (str(rule.purpose) and "DSGVO" in str(rule.basis) and str(rule.erase_after))
    ] == []


def test_the_visitors_page_is_made_from_the_register_and_the_settings(settings):
    settings.VORGANG_ERASE_MESSAGE_DAYS = 99

    html = fill("privacy", {})

    assert "99 Tage nach unserer Antwort" in html
    assert "Damit wir Ihnen antworten können." in html
    assert [record.label for record in records() if record.label not in html] == []


def named_by_a_library() -> list[str]:
    """Return the tables on the visitors' page that bear the name a library gave them."""
    rooms = {*settings.ROOMS, "koordination"}
    labels = [record.model_label for record in records() if record.model_label != LIBRARIES]
    return [label for label in labels if label.split(".")[0] not in rooms]


def test_no_table_is_called_as_a_library_calls_it():
    """Once the German page read "Sq lite fts index entry: Autocomplete, Body"."""
    [technical] = [record for record in records() if record.model_label == LIBRARIES]

    assert named_by_a_library() == []
    assert {str(rule.kept) for rule in rules() if rule.kept} == {row[0] for row in technical.rows}


def test_a_table_of_a_library_without_words_of_ours_is_found(monkeypatch):
    """Negative control of the test above."""
    unworded = replace(PERSONAL_DATA["wagtailcore.Comment"]["user"], kept="")
    monkeypatch.setitem(PERSONAL_DATA["wagtailcore.Comment"], "user", unworded)

    assert named_by_a_library() == ["wagtailcore.Comment"]


def test_fields_are_named_in_german_not_in_code():
    names = {name for record in records() for entry in record.entries for name in entry.fields}

    assert {"Name", "E-Mail", "Telefon"} <= names
