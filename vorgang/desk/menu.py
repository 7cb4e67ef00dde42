"""The inbox in the menu of the CMS, with the number of what waits."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.sidebar import LinkMenuItem

from vorgang.inbox.listing import number_waiting


class JournalMenuItem(MenuItem):
    def __init__(self):
        super().__init__(_("Journal"), reverse("vorgang_journal"), name="journal", icon_name="history", order=1050)

    def is_shown(self, request) -> bool:
        return request.user.has_perm("vorgang.view_journalentry")


class InboxMenuItem(MenuItem):
    def __init__(self):
        super().__init__(_("Posteingang"), reverse("vorgang_inbox"), name="posteingang", icon_name="mail", order=110)

    def is_shown(self, request) -> bool:
        return request.user.has_perm("vorgang.use_inbox")

    def render_component(self, request) -> LinkMenuItem:
        number = number_waiting()
        label = f"{self.label} ({number})" if number else self.label
        return LinkMenuItem(self.name, label, self.url, icon_name=self.icon_name, classname=self.classname)
