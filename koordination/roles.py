"""The groups of the office with the least rights each needs; run again, they are set anew."""

from itertools import product

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.db.models import Model
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Workflow,
)

EDITOR, COORDINATOR, ADMIN = "Redaktion", "Koordination", "Administration"
# Translates pages, mails and the texts of the settings into other languages and publishes nothing: somebody of the
# office reads them first.
TRANSLATOR = "Übersetzung"
# The data protection officer: reads the journal, answers people who ask what we keep, locks it, changes nothing.
PRIVACY = "Datenschutz"

# Stands beside another role: reads what people answered about health, diet and needs, because they act on it.
SENSITIVE = "Geschützte Antworten"

# "app.codename"; a room that is not installed has no permissions and is skipped by itself.
RIGHTS = {
    TRANSLATOR: [
        "wagtailadmin.access_admin",
        "vorgang.view_mailtext",
        "vorgang.change_mailtext",
        "pages.view_settingtexts",
        "pages.change_settingtexts",
        "wagtail_localize.submit_translation",
    ],
    EDITOR: [
        "wagtailadmin.access_admin",
        "taggit.add_tag",
        "wissen.*",
        "suche.*",
        "wagtail_localize.submit_translation",
    ],
    COORDINATOR: [
        "wagtailadmin.access_admin",
        "taggit.add_tag",
        "kurse.view_course",
        "kurse.change_course",
        "kurse.import_course",
        "kurse.view_booking",
        "kurse.add_booking",
        "kurse.change_booking",
        "kurse.export_booking",
        "kurse.view_interest",
        "vorgang.use_inbox",
        "vorgang.view_message",
        "vorgang.change_message",
        "vorgang.add_mailtext",
        "vorgang.change_mailtext",
        "vorgang.publish_mailtext",
        "vorgang.view_mailtext",
        "orte.*",
        "wissen.*",
        "suche.*",
        "pages.change_sitesettings",
        "pages.change_accessibilitystatement",
        "pages.view_settingtexts",
        "pages.change_settingtexts",
        "pages.publish_settingtexts",
        "wagtail_localize.submit_translation",
    ],
    PRIVACY: [
        "wagtailadmin.access_admin",
        "vorgang.view_journalentry",
        "vorgang.disclose_personal_data",
        "vorgang.restrict_processing",
    ],
    SENSITIVE: ["wagtailadmin.access_admin", "kurse.view_sensitive_answer"],
    ADMIN: [
        "wagtailadmin.access_admin",
        "anschluss.*",
        "taggit.*",
        "kurse.*",
        "vorgang.*",
        "orte.*",
        "wissen.*",
        "suche.*",
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
    TRANSLATOR: ["change_page"],
    EDITOR: ["add_page", "change_page", "publish_page"],
    COORDINATOR: ["add_page", "change_page", "publish_page"],
    PRIVACY: [],
    SENSITIVE: [],
    ADMIN: ["add_page", "change_page", "publish_page", "bulk_delete_page", "lock_page", "unlock_page"],
}
COLLECTION_RIGHTS = [
    "wagtailimages.add_image",
    "wagtailimages.change_image",
    "wagtailimages.choose_image",
    "wagtaildocs.add_document",
    "wagtaildocs.change_document",
    "wagtaildocs.choose_document",
]


def known_permissions() -> dict[str, int]:
    """Return the key of each permission by its name "app.codename"."""
    rows = Permission.objects.order_by().values_list("content_type__app_label", "codename", "pk")
    return {f"{app}.{codename}": key for app, codename, key in rows}


def chosen(known: dict[str, int], names: list[str]) -> set[int]:
    """Return the keys of the permissions named app.codename or app.* that exist."""
    rooms = tuple(name.removesuffix("*") for name in names if name.endswith(".*"))
    whole = {key for name, key in known.items() if name.startswith(rooms)} if rooms else set()
    return whole | {known[name] for name in names if name in known}


def reset(model: type[Model], group: Group, place: str, wanted: set[tuple[int, int]]) -> None:
    """Leave a group exactly these pairs of a place in a tree and a permission; what is right already is not touched."""
    present = {
        (row[0], row[1]): row[2] for row in model.objects.filter(group=group).values_list(place, "permission", "pk")
    }
    if gone := [key for pair, key in present.items() if pair not in wanted]:
        model.objects.filter(pk__in=gone).delete()
    missing = sorted(wanted - present.keys())
    model.objects.bulk_create(model(group=group, **{place: at, "permission_id": key}) for at, key in missing)


def set_up_roles() -> None:
    """Create or reset the groups; other groups and the members stay as they are."""
    known = known_permissions()
    root_collection = Collection.get_first_root_node().pk
    for name, names in RIGHTS.items():
        group, _created = Group.objects.get_or_create(name=name)
        group.permissions.set(chosen(known, names))
        of_pages = chosen(known, [f"wagtailcore.{right}" for right in PAGE_RIGHTS[name]])
        reset(GroupPagePermission, group, "page_id", set(product(trees(name), of_pages)))
        of_files = chosen(known, collection_rights(name))
        reset(GroupCollectionPermission, group, "collection_id", set(product([root_collection], of_files)))
    replace_defaults()


def trees(name: str) -> list[int]:
    """Return the pages below which a role works: translators in the trees of the other languages only."""
    if name != TRANSLATOR:
        return [Page.get_first_root_node().pk]
    others = Page.objects.filter(depth=2).exclude(locale__language_code=settings.LANGUAGE_CODE)
    return list(others.values_list("pk", flat=True))


def collection_rights(name: str) -> list[str]:
    return {TRANSLATOR: ["wagtailimages.choose_image", "wagtaildocs.choose_document"], PRIVACY: [], SENSITIVE: []}.get(
        name, COLLECTION_RIGHTS
    )


def replace_defaults() -> None:
    """Let the coordinators approve pages, in German, and remove Wagtail's own groups where nobody is in them."""
    coordinators = Group.objects.get(name=COORDINATOR)
    for task in GroupApprovalTask.objects.filter(name="Moderators approval"):
        task.groups.set([coordinators])
    GroupApprovalTask.objects.filter(name="Moderators approval").update(name="Freigabe durch die Koordination")
    Workflow.objects.filter(name="Moderators approval").update(name="Freigabe")
    Group.objects.filter(name__in=["Moderators", "Editors"], user=None).delete()
