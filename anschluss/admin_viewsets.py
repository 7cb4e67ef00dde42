"""Anschlüsse in the settings menu of the CMS."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.viewsets.model import ModelViewSet

from anschluss import admin_views
from anschluss.forms import EndpointForm
from anschluss.models import Endpoint


class EndpointViewSet(ModelViewSet):
    model = Endpoint
    name = "anschluss_endpoint"
    url_prefix = "anschluesse"
    icon = "link"
    menu_label = _("Anschlüsse")
    add_to_settings_menu = True
    menu_order = 900
    add_view_class = admin_views.EndpointCreateView
    edit_view_class = admin_views.EndpointEditView
    inspect_view_class = admin_views.EndpointInspectView
    inspect_view_enabled = True
    copy_view_enabled = False
    inspect_template_name = "anschluss/admin/endpoint.html"
    add_to_reference_index = False
    list_display = ["label", "url", Column("condition", label=_("Zustand"))]
    search_fields = ["label", "url"]
    search_backend_name = None
    edit_handler = ObjectList(
        [FieldPanel("label"), FieldPanel("url"), FieldPanel("events"), FieldPanel("is_active")],
        base_form_class=EndpointForm,
    )
