"""The roles of the office are set up as often as one likes: what is right stays, the rest is put right."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import GroupPagePermission

from koordination.roles import ADMIN, COORDINATOR, EDITOR, PRIVACY, SENSITIVE, TRANSLATOR, set_up_roles

pytestmark = pytest.mark.django_db


def test_setting_up_roles_again_changes_nothing(home):
    set_up_roles()
    before = GroupPagePermission.objects.count()
    set_up_roles()

    assert GroupPagePermission.objects.count() == before
    roles = [ADMIN, PRIVACY, SENSITIVE, COORDINATOR, EDITOR, TRANSLATOR]
    assert sorted(Group.objects.values_list("name", flat=True)) == roles


def rights() -> dict[str, tuple[set, set, set]]:
    """Return what each group may do: its permissions, those for pages and those for files."""
    return {
        group.name: (
            set(group.permissions.values_list("content_type__app_label", "codename")),
            set(group.page_permissions.values_list("page", "permission__codename")),
            set(group.collection_permissions.values_list("collection", "permission__codename")),
        )
        for group in Group.objects.all()
    }


def test_setting_up_roles_gives_back_what_is_missing_and_takes_what_is_too_much(home):
    set_up_roles()
    wanted = rights()
    Group.objects.get(name=ADMIN).delete()
    editors, coordinators = Group.objects.get(name=EDITOR), Group.objects.get(name=COORDINATOR)
    editors.permissions.set(coordinators.permissions.all())
    editors.page_permissions.all().delete()
    coordinators.collection_permissions.all().delete()
    unlock = Permission.objects.get(codename="unlock_page")
    GroupPagePermission.objects.create(group=coordinators, page=home, permission=unlock)
    assert rights() != wanted

    set_up_roles()

    assert rights() == wanted
    assert {right for _page, right in wanted[EDITOR][1]} == {"add_page", "change_page", "publish_page"}


def test_setting_up_roles_that_stand_writes_nothing(home):
    set_up_roles()

    with CaptureQueriesContext(connection) as queries:
        set_up_roles()

    assert [query["sql"] for query in queries if query["sql"].startswith(("INSERT", "DELETE"))] == []
