"""What the view sets of this room share: they offer no view that would write past the verbs."""

from django.contrib.auth.models import Permission
from wagtail.admin.admin_url_finder import ModelAdminURLFinder
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.model import ModelViewSet

from vorgang.papers.spreadsheets import local_text


class MomentColumn(Column):
    """A date and time as the calendar in the office has it: what lies ahead is no "just now"."""

    def get_value(self, instance):
        moment = super().get_value(instance)
        return local_text(moment) if moment else "–"


class VerbViewSet(ModelViewSet):
    """A view set that offers only the views named in `offered`: whatever else Wagtail brings would write
    past the verbs, or show a form that cannot work."""

    offered: frozenset[str] = frozenset()
    # What the group form offers: only what some view asks for.
    rights: frozenset[str] = frozenset()
    copy_view_enabled = False
    add_to_reference_index = False

    def get_urlpatterns(self):
        return [pattern for pattern in super().get_urlpatterns() if pattern.name in self.offered]

    @property
    def url_finder_class(self):
        """Wagtail's links to a row lead to its form; where there is none, to where it can be seen."""
        if "edit" in self.offered:
            return super().url_finder_class
        name = f"{self.model.__name__}URLFinder"
        return type(name, (ModelAdminURLFinder,), {"edit_url_name": self.get_url_name("inspect")})

    def get_permissions_to_register(self):
        return Permission.objects.filter(content_type__app_label="kurse", codename__in=self.rights)

    def get_common_view_kwargs(self, **kwargs):
        names = ["add", "edit", "delete", "history", "usage"]
        withdrawn = {f"{name}_url_name": None for name in names if name not in self.offered}
        return super().get_common_view_kwargs(**{**withdrawn, **kwargs})
