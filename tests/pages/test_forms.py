"""What a form of ours does with text, seen through Django's own form machinery."""

import pytest
from django import forms
from django.core.exceptions import ImproperlyConfigured
from django.http import QueryDict

from pages.forms import UNWANTED, CleanFormMixin


class BareForm(forms.Form):
    name = forms.CharField(max_length=20)
    remark = forms.CharField(max_length=50, required=False, widget=forms.Textarea)
    seats = forms.IntegerField(required=False)


class CleanForm(CleanFormMixin, BareForm):
    pass


def sent(**fields) -> QueryDict:
    query = QueryDict(mutable=True)
    query.update({"name": "Erika", **fields})
    query._mutable = False
    return query


def test_a_clean_form_is_valid():
    form = CleanForm(sent(remark="eins\r\nzwei", seats="3"))

    assert form.is_valid()
    assert form.cleaned_data == {"name": "Erika", "remark": "eins\nzwei", "seats": 3}


def test_a_dangerous_text_is_an_error_at_its_field_that_keeps_the_rest():
    form = CleanForm(sent(name="Eri\u202eka", remark="Rollstuhl"))

    assert form.errors == {"name": [UNWANTED]}
    assert form["name"].value() == "Erika"
    assert form["remark"].value() == "Rollstuhl"


def test_without_the_mixin_the_override_passes():
    form = BareForm(sent(name="Eri\u202eka"))

    assert form.is_valid()
    assert form.cleaned_data["name"] == "Eri\u202eka"


def test_sending_the_cleaned_text_once_more_works():
    first = CleanForm(sent(name="Eri\x00ka"))
    first.is_valid()

    second = CleanForm(sent(name=first["name"].value()))

    assert second.is_valid()


def test_an_invisible_character_is_no_error():
    form = CleanForm(sent(name="Er\u00adi\u200bka"))

    assert form.is_valid()
    assert form.cleaned_data["name"] == "Erika"


def test_a_name_of_nothing_but_controls_is_both_unwanted_and_missing():
    form = CleanForm(sent(name="\x00\x01"))

    assert form.errors.as_data().keys() == {"name"}
    assert {error.code for error in form.errors.as_data()["name"]} == {"required", "unwanted_characters"}


def test_a_text_of_50000_characters_is_too_long_and_is_kept():
    form = CleanForm(sent(name="x" * 50_000))

    assert [error.code for error in form.errors.as_data()["name"]] == ["max_length"]
    assert form["name"].value() == "x" * 50_000


def test_the_prefix_of_a_form_is_respected():
    form = CleanForm(QueryDict("a-name=Eri%01ka"), prefix="a")

    assert form.errors == {"name": [UNWANTED]}


def test_a_wrong_number_is_a_plain_error():
    form = CleanForm(sent(seats="\x00"))

    assert form.errors.keys() == {"seats"}


def test_a_form_that_forgets_a_length_cannot_be_written():
    with pytest.raises(ImproperlyConfigured, match=r"Endless\.text needs a max_length"):

        class Endless(CleanFormMixin, forms.Form):
            text = forms.CharField()


def test_a_length_forgotten_by_a_parent_is_found_when_the_form_is_made():
    class EndlessParent(forms.Form):
        text = forms.CharField()

    class Child(CleanFormMixin, EndlessParent):
        pass

    with pytest.raises(ImproperlyConfigured, match=r"Child\.text needs a max_length"):
        Child()
