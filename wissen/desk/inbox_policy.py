"""Who may see questions and guides in the CMS: whoever may use the inbox, and nobody by a right of this room.

Editors have all rights of this room; the names and addresses of people are not among them.
"""

from django.contrib.auth import get_user_model
from wagtail.permission_policies import BasePermissionPolicy
from wagtail.permissions import register_permission_policy

MAY_USE_INBOX = "vorgang.use_inbox"


class InboxPolicy(BasePermissionPolicy):
    """Every action on a model for whoever may use the inbox."""

    def user_has_permission(self, user, action):
        return user.has_perm(MAY_USE_INBOX)

    def users_with_any_permission(self, actions):
        return get_user_model().objects.with_perm(MAY_USE_INBOX, backend="django.contrib.auth.backends.ModelBackend")


def register(*models) -> None:
    """Let the inbox decide on these models; called once from WissenConfig.ready()."""
    for model in models:
        register_permission_policy(model, InboxPolicy(model))
