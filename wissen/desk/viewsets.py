"""The knowledge base in the CMS, beside its pages: the register of figures."""

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup

from wissen.desk.inbox import GuideViewSet, InquiryViewSet
from wissen.desk.views import MAY_READ_FEEDBACK, MAY_REVIEW
from wissen.models import Figure, GlossaryTerm


class FigureViewSet(ModelViewSet):
    model = Figure
    icon = "order"
    menu_label = _("Kennzahlen")
    list_display = ["name", "key", "norm", "per"]
    search_fields = ["name", "key", "law"]
    inspect_view_enabled = False


class GlossaryViewSet(ModelViewSet):
    model = GlossaryTerm
    icon = "openquote"
    menu_label = _("Glossar")
    list_display = ["term", "language"]
    list_filter = ["language"]
    search_fields = ["term", "also", "explanation"]
    panels = [FieldPanel("term"), FieldPanel("also"), FieldPanel("explanation"), FieldPanel("language")]
    inspect_view_enabled = False


class ReviewMenuItem(MenuItem):
    """The list of what is to be read again, for whoever may review."""

    def __init__(self):
        super().__init__(_("Antworten prüfen"), reverse_lazy("wissen_review"), icon_name="history", order=300)

    def is_shown(self, request):
        return request.user.has_perm(MAY_REVIEW)


class FeedbackMenuItem(MenuItem):
    """What readers say of the answers, for whoever may read it."""

    def __init__(self):
        super().__init__(_("Hat das geholfen?"), reverse_lazy("wissen_feedback_report"), icon_name="comment", order=310)

    def is_shown(self, request):
        return request.user.has_perm(MAY_READ_FEEDBACK)


class WissenGroup(ModelViewSetGroup):
    menu_label = _("Wissen")
    menu_icon = "help"
    items = (FigureViewSet("wissen_figures"), GlossaryViewSet("wissen_glossary"), InquiryViewSet(), GuideViewSet())

    def get_submenu_items(self):
        return [*super().get_submenu_items(), ReviewMenuItem(), FeedbackMenuItem()]
