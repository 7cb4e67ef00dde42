"""What the suite itself promises its tests."""

import pytest
from django.test import TransactionTestCase
from wagtail.models import Collection, Locale, Page

COMMITTING = {"transactional_db", "live_server"}


@pytest.mark.django_db(transaction=True)
def test_a_test_that_commits_leaves_the_next_one_what_the_migrations_left():
    TransactionTestCase()._fixture_teardown()

    roots = [
        Collection.get_first_root_node(),
        Page.get_first_root_node(),
        Locale.objects.filter(language_code="de").first(),
    ]
    assert None not in roots


def commits(item: pytest.Item) -> bool:
    mark = item.get_closest_marker("django_db")
    return bool(mark and mark.kwargs.get("transaction")) or not COMMITTING.isdisjoint(item.fixturenames)


def test_what_commits_runs_after_all_that_does_not(request):
    """Permissions and other rows that only migrations make are gone after the first of them."""
    items = [item for item in request.session.items if not item.get_closest_marker("xdist_group")]

    order = [commits(item) for item in items if item.get_closest_marker("django_db")]

    assert order == sorted(order)


def test_only_what_a_browser_sees_may_be_tried_again(request):
    """A race that fails once has failed: a second try would hide the fault it was written to find."""
    tried_again = [item for item in request.session.items if item.get_closest_marker("flaky")]

    assert {str(item.path.relative_to(item.config.rootpath)).split("/")[1] for item in tried_again} <= {"browser"}
    assert not request.config.getoption("reruns")
