"""What the foundation shows on the CMS home page."""

from django.urls import reverse
from wagtail.admin.ui.components import Component

from pages.duties.statements import renewals_due


class StatementPanel(Component):
    """Which accessibility statements have to be renewed; nothing while all are current."""

    name = "pages_statement"
    template_name = "pages/admin/statement_panel.html"
    order = 90

    def get_context_data(self, parent_context):
        may_renew = parent_context["request"].user.has_perm("pages.change_accessibilitystatement")
        found = renewals_due() if may_renew else []
        entries = [
            {"renewal": renewal, "url": reverse("wagtailsettings:edit", args=["pages", "accessibilitystatement", site])}
            for renewal in found
            if (site := renewal.site.pk)
        ]
        return {"entries": entries}
