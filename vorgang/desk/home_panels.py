"""What the office sees of its inbox on the CMS home page."""

from wagtail.admin.ui.components import Component

from vorgang.inbox.listing import waiting


class WaitingPanel(Component):
    """How much waits for an answer, since when, and which mails did not arrive."""

    name = "vorgang_waiting"
    template_name = "vorgang/admin/waiting_panel.html"
    order = 100

    def get_context_data(self, parent_context):
        is_shown = parent_context["request"].user.has_perm("vorgang.use_inbox")
        return {"is_shown": is_shown, "waiting": waiting() if is_shown else None}
