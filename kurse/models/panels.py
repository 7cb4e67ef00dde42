"""The panel on a course page that shows its dates and seats, which are edited beside the page."""

from django.urls import NoReverseMatch, reverse
from wagtail.admin.panels import Panel


class CourseFactsPanel(Panel):
    """Show the course's dates and free seats with a link to edit them; nothing is saved with the page."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "kurse/admin/course_facts_panel.html"

        def get_context_data(self, parent_context=None):
            context = super().get_context_data(parent_context)
            course = self.instance.course if self.instance.pk else None
            context["course"] = course
            context["dates"] = list(course.dates.all()) if course else []
            context["is_in_preparation"] = course is not None and course.is_in_preparation
            may_edit = course is not None and self.request.user.has_perm("kurse.change_course")
            try:
                context["edit_url"] = reverse("kurse_course:edit", args=[course.pk]) if may_edit else ""
            except NoReverseMatch:
                context["edit_url"] = ""
            return context
