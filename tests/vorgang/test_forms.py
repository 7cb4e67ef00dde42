"""What keeps robots out of a form and people in."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from vorgang.forms.person import PersonForm, opened_now


class ExampleForm(PersonForm):
    consent_text = "Ich stimme zu."


class StaffForm(ExampleForm):
    by_staff = True
    email_required = False


PERSON = {"name": "Erika Beispiel", "email": "erika@beispiel.example", "consent": "on"}


def after(seconds: float, **fields) -> ExampleForm:
    """Return the form as sent so many seconds after it was opened."""
    now = timezone.now()
    with time_machine.travel(now, tick=False):
        started = opened_now()
    with time_machine.travel(now + timedelta(seconds=seconds), tick=False):
        form = ExampleForm({**PERSON, "started": started, "website": "", **fields})
        form.is_valid()
    return form


def test_a_person_needs_a_few_seconds():
    assert after(5).errors == {}


@pytest.mark.parametrize("seconds", [0, 1, 25 * 60 * 60])
def test_too_fast_and_too_late_are_asked_to_send_again_and_nothing_is_lost(seconds):
    form = after(seconds)

    assert list(form.errors) == ["__all__"]
    assert "noch einmal ab" in form.non_field_errors()[0]
    assert form["name"].value() == "Erika Beispiel"


def test_after_a_day_the_form_that_comes_back_is_good_again():
    old = after(25 * 60 * 60)
    now = timezone.now() + timedelta(seconds=25 * 60 * 60 + 10)

    with time_machine.travel(now, tick=False):
        again = ExampleForm({**PERSON, "started": old["started"].value()})
        assert again.is_valid(), again.errors


@pytest.mark.parametrize("mark", ["", "gefälscht", "a:b:c", "\x00", "x" * 50_000])
def test_a_forged_opening_time_is_not_believed(mark):
    assert "__all__" in ExampleForm({**PERSON, "started": mark}).errors or mark == "\x00"
    assert not ExampleForm({**PERSON, "started": mark}).is_valid()


def test_a_filled_honeypot_is_refused_and_emptied():
    form = after(5, website="https://werbung.example")

    assert list(form.errors) == ["__all__"]
    assert form["website"].value() == ""


def test_consent_is_required_in_its_own_words():
    form = after(5, consent="")

    assert form.fields["consent"].label == "Ich stimme zu."
    assert list(form.errors) == ["consent"]


def test_a_dangerous_character_is_told_and_the_clean_value_shown():
    form = after(5, name="Eri\x07ka")

    assert list(form.errors) == ["name"]
    assert form["name"].value() == "Erika"


@pytest.mark.parametrize("name", ["Erika Beispiel, erika@beispiel.example", "erika@beispiel.example"])
def test_an_address_is_no_part_of_a_name(name):
    form = after(5, name=name)

    assert form.errors["name"] == ["Bitte schreiben Sie hier nur den Namen, keine E-Mail-Adresse."]


def test_a_program_is_judged_alike_but_without_honeypot_and_clock():
    good = ExampleForm.from_program({**PERSON, "consent": True})
    bad = ExampleForm.from_program({**PERSON, "consent": False, "name": "=1"})

    assert good.is_valid()
    assert sorted(bad.errors) == ["consent", "name"]


def test_staff_may_leave_the_address_out():
    form = StaffForm({"name": "Erika Beispiel", "consent": "on"})

    assert form.is_valid(), form.errors
    assert sorted(form.fields) == ["consent", "email", "name", "phone"]
