"""A second button beside "save": what would this change?"""

from wagtail.admin.views.generic import EditView

from suche.desk.change_preview import preview
from suche.desk.views import BeginningCreateView
from suche.quality.measuring import measured_site


class PreviewsChange:
    """Shows what a valid form would change instead of saving it, where its second button was pressed."""

    template_name = "suche/admin/teaching_form.html"

    def form_valid(self, form):
        if "preview" not in self.request.POST:
            return super().form_valid(form)
        self.form = form
        shown = preview(form.instance, measured_site())
        return self.render_to_response(self.get_context_data(form=form, preview=shown))


class TeachingCreateView(PreviewsChange, BeginningCreateView):
    pass


class TeachingEditView(PreviewsChange, EditView):
    pass
