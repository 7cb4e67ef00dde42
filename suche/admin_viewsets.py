"""The search in the CMS: synonyms and recommended hits."""

from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup

from suche.admin_views import MAY_TEACH, BeginningCreateView
from suche.models import BestBet, Synonym


class SynonymViewSet(ModelViewSet):
    model = Synonym
    add_view_class = BeginningCreateView
    icon = "link"
    menu_label = _("Synonyme")
    list_display = ["typed", "meant", "language"]
    list_filter = ["language"]
    search_fields = ["typed", "meant"]
    panels = [FieldPanel("typed"), FieldPanel("meant"), FieldPanel("both_ways"), FieldPanel("language")]
    inspect_view_enabled = False


class BestBetViewSet(ModelViewSet):
    model = BestBet
    add_view_class = BeginningCreateView
    icon = "pick"
    menu_label = _("Empfohlene Treffer")
    list_display = ["query", "page", "hides", "first_day", "last_day"]
    search_fields = ["query"]
    panels = [
        FieldPanel("query"),
        FieldPanel("contained"),
        FieldPanel("page"),
        FieldPanel("hides"),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("first_day"), FieldPanel("last_day")])], heading=_("Nur in dieser Zeit")
        ),
    ]


class ReportMenuItem(MenuItem):
    """The report on searches, for whoever may teach the search."""

    def __init__(self):
        super().__init__(_("Was gesucht wird"), reverse_lazy("suche_report"), icon_name="view", order=300)

    def is_shown(self, request):
        return request.user.has_perm(MAY_TEACH)


class SucheGroup(ModelViewSetGroup):
    menu_label = _("Suche")
    menu_icon = "search"
    items = (SynonymViewSet("suche_synonyms"), BestBetViewSet("suche_best_bets"))

    def get_submenu_items(self):
        return [*super().get_submenu_items(), ReportMenuItem()]
