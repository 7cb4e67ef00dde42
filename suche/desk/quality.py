"""The report on how good the search is, and the button that measures it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from suche.desk.judging import MAY_JUDGE
from suche.desk.views import MAY_TEACH, actions, with_links
from suche.models import JudgedQuery
from suche.quality.evaluation import SearchFailed
from suche.quality.history import CHART_HEIGHT, CHART_WIDTH, chart, figures, history, kinds_of, last_two, missed
from suche.quality.measuring import NothingJudged, measure


@require_safe
def quality_page(request: HttpRequest) -> HttpResponse:
    """Show the latest measurement, what it did not find, and those before it."""
    if not request.user.has_perm(MAY_TEACH):
        raise PermissionDenied
    title = _("Güte der Suche")
    evaluations = last_two()
    context = {
        "header_title": title,
        "header_icon": "success",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Start")},
            {"url": "", "label": title},
        ],
        "judged": JudgedQuery.objects.count(),
        "may_judge": request.user.has_perms(MAY_JUDGE),
        "evaluations": evaluations,
    }
    if evaluations:
        rows = history()
        shares = [row["share"] for row in reversed(rows)]
        context |= {
            "latest": evaluations[0],
            "is_other_set": len(evaluations) > 1 and evaluations[0].queries.keys() != evaluations[1].queries.keys(),
            "figures": figures(evaluations),
            "kinds": kinds_of(evaluations[0]),
            "missed": with_links(missed(evaluations), actions(request)),
            "history": rows,
            "points": chart(shares) if len(shares) > 1 else "",
            "chart_box": f"0 -4 {CHART_WIDTH} {CHART_HEIGHT + 8}",
        }
    return TemplateResponse(request, "suche/admin/quality.html", context)


@require_POST
def measure_now(request: HttpRequest) -> HttpResponse:
    """Measure the search on the judged queries, and lead to the report."""
    if not request.user.has_perm(MAY_TEACH):
        raise PermissionDenied
    try:
        number = measure().number
    except NothingJudged:
        messages.error(request, _("Es ist noch keine Anfrage bewertet. Legen Sie zuerst eine an."))
    except SearchFailed:
        messages.error(request, _("Die Suche antwortet gerade nicht. Bitte versuchen Sie es später noch einmal."))
    else:
        done = ngettext("Gemessen an %(number)s Anfrage.", "Gemessen an %(number)s Anfragen.", number)
        messages.success(request, done % {"number": number})
    return redirect("suche_quality")
