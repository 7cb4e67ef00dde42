"""What the suite itself promises its tests."""

import pytest
from django.test import TransactionTestCase
from wagtail.models import Collection, Locale, Page


@pytest.mark.django_db(transaction=True)
def test_a_test_that_commits_leaves_the_next_one_what_the_migrations_left():
    TransactionTestCase()._fixture_teardown()

    roots = [
        Collection.get_first_root_node(),
        Page.get_first_root_node(),
        Locale.objects.filter(language_code="de").first(),
    ]
    assert None not in roots
