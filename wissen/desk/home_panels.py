"""What editors see of this room on the CMS home page."""

from wagtail.admin.ui.components import Component

from wissen.desk.views import MAY_REVIEW
from wissen.review import due_pages


class ReviewPanel(Component):
    """Answers and programmes that should be read again."""

    name = "wissen_review"
    template_name = "wissen/admin/review_panel.html"
    order = 130
    most = 5

    def get_context_data(self, parent_context):
        if not parent_context["request"].user.has_perm(MAY_REVIEW):
            return {"due": []}
        due = due_pages()
        return {"due": due[: self.most], "number": len(due), "has_more": len(due) > self.most}
