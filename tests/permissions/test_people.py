"""Borders inside one address: it depends on whose page, whose account, whose booking it is."""

import pytest

from tests.permissions.addresses import Address, addresses
from tests.permissions.asking import ask
from tests.permissions.cast import ROLES, Cast, make_cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def named(name: str) -> Address:
    return next(address for address in addresses() if address.name == name)


@pytest.mark.goal("S5")
def test_a_translator_edits_pages_of_other_languages_only(cast):
    edit = named("wagtailadmin_pages:edit")

    statuses = {thing: ask(cast, "T", "GET", edit, page_id=thing).status for thing in ("english", "page", "page.kurse")}

    assert statuses == {"english": 200, "page": 403, "page.kurse": 403}


@pytest.mark.goal("S5")
def test_nobody_but_the_administration_changes_people(cast):
    about_people = [address for address in addresses() if address.name.startswith("wagtailusers_")]

    let_in = {
        role
        for address in about_people
        for role in ROLES
        for method in ("GET", "POST")
        if role != "A" and ask(cast, role, method, address).lets_in
    }

    assert len(about_people) > 20
    assert let_in == set()
    assert ask(cast, "A", "GET", named("wagtailusers_users:edit")).status == 200
