"""The search in the CMS: synonyms, recommended hits, judged queries."""

from django.conf.global_settings import LANGUAGES
from django.forms import Select
from django.urls import reverse_lazy
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup

from suche.desk.preview import TeachingCreateView, TeachingEditView
from suche.desk.views import MAY_TEACH, BeginningCreateView
from suche.models import BestBet, JudgedQuery, Synonym


def spoken_languages() -> list[tuple[str, str]]:
    """Return (code, name) of the languages that Django names, German first: visitors type in more than ours."""
    names = [(code, gettext(name)) for code, name in LANGUAGES if "-" not in code]
    return sorted(names, key=lambda language: (language[0] != "de", language[1]))


class SynonymViewSet(ModelViewSet):
    model = Synonym
    add_view_class = TeachingCreateView
    edit_view_class = TeachingEditView
    icon = "link"
    menu_label = _("Synonyme")
    list_display = ["typed", "meant", "language"]
    list_filter = ["language"]
    search_fields = ["typed", "meant"]
    panels = [
        FieldPanel("typed"),
        FieldPanel("meant"),
        FieldPanel("both_ways"),
        FieldPanel("language", widget=Select(choices=spoken_languages)),
    ]
    inspect_view_enabled = False


class BestBetViewSet(ModelViewSet):
    model = BestBet
    add_view_class = TeachingCreateView
    edit_view_class = TeachingEditView
    icon = "pick"
    menu_label = _("Empfohlene Treffer")
    list_display = ["query", "language", "page", "hides", "first_day", "last_day"]
    list_filter = ["language"]
    search_fields = ["query"]
    panels = [
        FieldPanel("query"),
        FieldPanel("contained"),
        FieldPanel("language"),
        FieldPanel("page"),
        FieldPanel("hides"),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("first_day"), FieldPanel("last_day")])], heading=_("Nur in dieser Zeit")
        ),
    ]


class JudgedQueryViewSet(ModelViewSet):
    model = JudgedQuery
    add_view_class = BeginningCreateView
    icon = "tasks"
    menu_label = _("Bewertete Anfragen")
    list_display = ["query", "kind", "language", "note"]
    list_filter = ["kind", "language"]
    search_fields = ["query", "note"]
    copy_view_enabled = False
    inspect_view_enabled = False


class ReportMenuItem(MenuItem):
    """The report on searches, for whoever may teach the search."""

    def __init__(self):
        super().__init__(_("Was gesucht wird"), reverse_lazy("suche_report"), icon_name="view", order=300)

    def is_shown(self, request):
        return request.user.has_perm(MAY_TEACH)


class QualityMenuItem(MenuItem):
    """The report on how good the search is, for whoever may teach it."""

    def __init__(self):
        super().__init__(_("Güte der Suche"), reverse_lazy("suche_quality"), icon_name="success", order=310)

    def is_shown(self, request):
        return request.user.has_perm(MAY_TEACH)


class SucheGroup(ModelViewSetGroup):
    menu_label = _("Suche")
    menu_icon = "search"
    items = (SynonymViewSet("suche_synonyms"), BestBetViewSet("suche_best_bets"), JudgedQueryViewSet("suche_judged"))

    def get_submenu_items(self):
        return [*super().get_submenu_items(), ReportMenuItem(), QualityMenuItem()]
