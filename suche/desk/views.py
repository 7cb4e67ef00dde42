"""The report on searches, and forms that begin with what was searched for."""

from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail import hooks
from wagtail.admin.views.generic import CreateView

from suche.analysis.texts import clean
from suche.conf import keep_queries_days
from suche.noting.reports import search_report

MAY_TEACH = "suche.change_synonym"
ACTION_HOOK = "search_report_action"


class BeginningCreateView(CreateView):
    """An empty form, or one that an address has begun to fill in."""

    def get_initial(self):
        names = ("typed", "query", "language")
        known = [name for name in names if name in self.form_class.base_fields]
        begun = {name: clean(self.request.GET.get(name, ""), 100) for name in known}
        return {**super().get_initial(), **{name: text for name, text in begun.items() if text}}


def actions(request: HttpRequest) -> list[tuple[str, str, str]]:
    """Return (label, address, parameter) of what can be made of a query; rooms above answer the hook once a page."""
    own = []
    if request.user.has_perm("suche.add_synonym"):
        own.append((_("Synonym anlegen"), reverse("suche_synonyms:add"), "typed"))
    if request.user.has_perm("suche.add_bestbet"):
        own.append((_("Empfohlener Treffer"), reverse("suche_best_bets:add"), "query"))
    own.append((_("Ausprobieren"), reverse("suche"), "q"))
    return own + [action for answer in hooks.get_hooks(ACTION_HOOK) for action in answer(request)]


def with_links(found: list[dict], offered: list[tuple[str, str, str]]) -> list[dict]:
    """Add to each row the ways from its query to what helps."""
    return [
        {**row, "links": [(label, f"{url}?{urlencode({name: row['query']})}") for label, url, name in offered]}
        for row in found
    ]


@require_safe
def report_page(request: HttpRequest) -> HttpResponse:
    """Show what was searched for in five lists, each query with one click to what helps."""
    if not request.user.has_perm(MAY_TEACH):
        raise PermissionDenied
    title = _("Was gesucht wird")
    report, offered = search_report(), actions(request)
    if request.user.has_perm("suche.add_judgedquery"):
        offered.append((_("Bewerten"), reverse("suche_judged:add"), "query"))
    # What was asked first had not helped; so the second words are what its texts are found by.
    reworded = [{**row, "query": row["before"], "after": row["query"]} for row in report.reworded]
    context = {
        "header_title": title,
        "header_icon": "search",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Start")},
            {"url": "", "label": title},
        ],
        "kept_days": keep_queries_days(),
        "sections": [
            {"kind": "misses", "title": _("Ohne Treffer"), "rows": with_links(report.without_hits, offered)},
            {"kind": "unopened", "title": _("Treffer selten geöffnet"), "rows": with_links(report.unopened, offered)},
            {"kind": "frequent", "title": _("Häufig"), "rows": with_links(report.frequent, offered)},
            {"kind": "rising", "title": _("Steigend"), "rows": with_links(report.rising, offered)},
            {"kind": "reworded", "title": _("Danach anders gesucht"), "rows": with_links(reworded, offered)},
        ],
    }
    return TemplateResponse(request, "suche/admin/report.html", context)
