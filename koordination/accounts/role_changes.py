"""Who was given which rights in the CMS, by whom: the journal's entries about accounts and groups.

Only what somebody does in the CMS has an author; what a command does is the operator's own business.
"""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_save
from wagtail.log_actions import get_active_log_context
from wagtail.models import GroupCollectionPermission, GroupPagePermission

from vorgang.journal.writing import record
from vorgang.models import JournalEntry
from vorgang.states import StaffAction

ACTIONS = {"post_add": StaffAction.GRANTED, "post_remove": StaffAction.WITHDRAWN, "pre_clear": StaffAction.WITHDRAWN}
SUPERUSER, ACTIVE, PASSWORD = "superuser", "active", "password"


def note(action: StaffAction, subject, *, reason: str = "", number: int = 1) -> None:
    record(
        get_active_log_context().user,
        action,
        subject,
        reason=reason[: JournalEntry._meta.get_field("reason").max_length],
        number=number,
    )


def note_groups(sender, instance, action, reverse, pk_set, **kwargs) -> None:
    """Note the groups an account was added to or taken out of, whichever side was changed."""
    if action not in ACTIONS or get_active_log_context().user is None:
        return
    if reverse:
        for user in members(instance, pk_set):
            note(ACTIONS[action], user, reason=instance.name)
        return
    groups = instance.groups.all() if pk_set is None else Group.objects.filter(pk__in=pk_set)
    for group in groups:
        note(ACTIONS[action], instance, reason=group.name)


def members(group: Group, pk_set: set | None):
    return group.user_set.all() if pk_set is None else get_user_model().objects.filter(pk__in=pk_set)


def note_permissions(sender, instance, action, reverse, pk_set, **kwargs) -> None:
    """Note how many single rights a group or an account was given or lost."""
    if action in ACTIONS and not reverse and (pk_set is None or pk_set):
        note(ACTIONS[action], instance, number=len(pk_set or ()))


def note_group_place(sender, instance, **kwargs) -> None:
    """Note that a group may work below a page or in a collection, or no longer."""
    action = StaffAction.GRANTED if "created" in kwargs else StaffAction.WITHDRAWN
    note(action, instance.group, reason=instance.permission.codename)


def keep_former(sender, instance, **kwargs) -> None:
    """Remember what an account was before it is saved."""
    known = instance.pk and get_active_log_context().user is not None
    instance._former = sender.objects.filter(pk=instance.pk).first() if known else None


def note_account(sender, instance, created, **kwargs) -> None:
    """Note a new account, and what the form of an account may change about its powers."""
    if created:
        note(StaffAction.ENTERED, instance)
    former = getattr(instance, "_former", None)
    if former is None and not created:
        return
    for reason, name in ((SUPERUSER, "is_superuser"), (ACTIVE, "is_active")):
        was, now = bool(former and getattr(former, name)), getattr(instance, name)
        if was != now and (former or reason == SUPERUSER):
            note(StaffAction.GRANTED if now else StaffAction.WITHDRAWN, instance, reason=reason)
    if former and former.password != instance.password:
        note(StaffAction.CHANGED, instance, reason=PASSWORD)


def note_gone(sender, instance, **kwargs) -> None:
    note(StaffAction.ERASED, instance)


def connect() -> None:
    """Listen to everything by which rights change hands."""
    user = get_user_model()
    m2m_changed.connect(note_groups, sender=user.groups.through, dispatch_uid="koordination.note_groups")
    for holder, through in ((user, user.user_permissions.through), (Group, Group.permissions.through)):
        m2m_changed.connect(note_permissions, sender=through, dispatch_uid=f"koordination.note_{holder._meta.label}")
    for place in (GroupPagePermission, GroupCollectionPermission):
        for signal in (post_save, post_delete):
            signal.connect(note_group_place, sender=place, dispatch_uid=f"koordination.note_{place.__name__}")
    pre_save.connect(keep_former, sender=user, dispatch_uid="koordination.keep_former")
    post_save.connect(note_account, sender=user, dispatch_uid="koordination.note_account")
    for holder in (user, Group):
        post_delete.connect(note_gone, sender=holder, dispatch_uid=f"koordination.note_gone_{holder.__name__}")
