"""Rights on one page and what is below it."""

from django.contrib.auth.models import Group, Permission, User
from wagtail.models import GroupPagePermission, Page


def allow(user: User, page: Page, *names: str) -> None:
    """Let somebody do this to a page and what is below it, by a group of its own: "add", "change", "publish"."""
    group = Group.objects.create(name=f"Seiten {page.pk}")
    for name in names:
        permission = Permission.objects.get(codename=f"{name}_page", content_type__app_label="wagtailcore")
        GroupPagePermission.objects.create(group=group, page=page, permission=permission)
    user.groups.add(group)
