"""What editors see of this room on the CMS home page."""

from wagtail.admin.ui.components import Component

from suche.desk.views import MAY_TEACH
from suche.quality.history import figures, last_two


class QualityPanel(Component):
    """How the search did when it was last measured."""

    name = "suche_quality"
    template_name = "suche/admin/quality_panel.html"
    order = 140

    def get_context_data(self, parent_context):
        if not parent_context["request"].user.has_perm(MAY_TEACH):
            return {"figures": []}
        evaluations = last_two()
        if not evaluations:
            return {"figures": []}
        return {"figures": figures(evaluations), "latest": evaluations[0]}
