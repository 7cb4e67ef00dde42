"""The three groups of the office with the least rights each needs; run again, they are set anew."""

from django.contrib.auth.models import Group, Permission
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Workflow,
)

EDITOR, COORDINATOR, ADMIN = "Redaktion", "Koordination", "Administration"

# "app.codename"; a room that is not installed has no permissions and is skipped by itself.
RIGHTS = {
    EDITOR: ["wagtailadmin.access_admin", "taggit.add_tag"],
    COORDINATOR: [
        "wagtailadmin.access_admin",
        "taggit.add_tag",
        "kurse.view_course",
        "kurse.change_course",
        "kurse.view_booking",
        "kurse.add_booking",
        "kurse.change_booking",
        "kurse.export_booking",
        "vorgang.use_inbox",
        "vorgang.view_message",
        "vorgang.change_message",
        "vorgang.add_mailtext",
        "vorgang.change_mailtext",
        "vorgang.view_mailtext",
        "orte.*",
        "pages.change_sitesettings",
    ],
    ADMIN: [
        "wagtailadmin.access_admin",
        "taggit.*",
        "kurse.*",
        "vorgang.*",
        "orte.*",
        "pages.*",
        "auth.add_user",
        "auth.change_user",
        "auth.delete_user",
        "auth.view_user",
        "auth.add_group",
        "auth.change_group",
        "auth.delete_group",
        "wagtailcore.*",
        "wagtailredirects.*",
        "wagtail_localize.*",
    ],
}
PAGE_RIGHTS = {
    EDITOR: ["add_page", "change_page", "publish_page"],
    COORDINATOR: ["add_page", "change_page", "publish_page"],
    ADMIN: ["add_page", "change_page", "publish_page", "bulk_delete_page", "lock_page", "unlock_page"],
}
COLLECTION_RIGHTS = [
    "add_image",
    "change_image",
    "choose_image",
    "add_document",
    "change_document",
    "choose_document",
]


def permissions(names: list[str]) -> list[Permission]:
    """Return the permissions named app.codename or app.* that exist."""
    found: list[Permission] = []
    for name in names:
        app, _dot, codename = name.partition(".")
        chosen = Permission.objects.filter(content_type__app_label=app)
        found += chosen if codename == "*" else chosen.filter(codename=codename)
    return found


def set_up_roles() -> None:
    """Create or reset the three groups; other groups and the members stay as they are."""
    root_page = Page.get_first_root_node()
    root_collection = Collection.get_first_root_node()
    for name, names in RIGHTS.items():
        group, _created = Group.objects.get_or_create(name=name)
        group.permissions.set(permissions(names))
        GroupPagePermission.objects.filter(group=group).delete()
        GroupCollectionPermission.objects.filter(group=group).delete()
        for permission in Permission.objects.filter(
            content_type__app_label="wagtailcore", codename__in=PAGE_RIGHTS[name]
        ):
            GroupPagePermission.objects.create(group=group, page=root_page, permission=permission)
        for permission in Permission.objects.filter(codename__in=COLLECTION_RIGHTS):
            GroupCollectionPermission.objects.create(group=group, collection=root_collection, permission=permission)
    replace_defaults()


def replace_defaults() -> None:
    """Let the coordinators approve pages, in German, and remove Wagtail's own groups where nobody is in them."""
    coordinators = Group.objects.get(name=COORDINATOR)
    for task in GroupApprovalTask.objects.filter(name="Moderators approval"):
        task.groups.set([coordinators])
    GroupApprovalTask.objects.filter(name="Moderators approval").update(name="Freigabe durch die Koordination")
    Workflow.objects.filter(name="Moderators approval").update(name="Freigabe")
    Group.objects.filter(name__in=["Moderators", "Editors"], user=None).delete()
