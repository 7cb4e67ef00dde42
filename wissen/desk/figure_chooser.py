"""The dialogue in which editors find a figure for their text, and what the editor shows of figures (ADR 18)."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from wagtail.admin.modal_workflow import render_modal_workflow
from wagtail.admin.rich_text.editors.draftail.features import DecoratorFeature, EntityFeature

from pages.clean_text import one_line
from pages.placeholders import PLACEHOLDERS
from wissen.figures import figures, figures_named

MAY_READ = "wissen.view_figure"
LONGEST_SEARCH = 80
JAVASCRIPT, STYLE = ["wissen/js/figures.js"], {"all": ["wissen/css/figures.css"]}


@require_safe
def choose_figure(request: HttpRequest) -> HttpResponse:
    """Show the figures that are searched for, all without a search, each with its value of today."""
    if not request.user.has_perm(MAY_READ):
        raise PermissionDenied
    search = one_line(request.GET.get("q", ""))[:LONGEST_SEARCH]
    context = {"found": figures_named(search), "search": search}
    return render_modal_workflow(
        request, "wissen/admin/choose_figure.html", None, context, json_data={"step": "choose"}
    )


@require_safe
def figure_values(request: HttpRequest) -> JsonResponse:
    """Answer what the editor shows for each name in braces."""
    if not request.user.has_perm(MAY_READ):
        raise PermissionDenied
    values = {known.key: f"{known.name}: {known.text()}" for known in figures().values()}
    return JsonResponse({"values": values, "unknown": _("Diese Kennzahl gibt es nicht.")})


def register_features(features) -> None:
    """Teach the editor the button "Kennzahl einsetzen", and to mark the names of figures that stand in a text.

    Both are in the texts of all rooms in which figures are shown, by the features of pages.placeholders. No rule of
    conversion belongs to them: what is inserted is text.
    """
    choose = {
        "type": "FIGURE",
        "icon": "order",
        "description": gettext_lazy("Kennzahl einsetzen"),
        "chooserUrls": {"figure": reverse_lazy("wissen_choose_figure")},
    }
    features.register_editor_plugin("draftail", PLACEHOLDERS[0], EntityFeature(choose, js=JAVASCRIPT, css=STYLE))
    features.register_editor_plugin("draftail", PLACEHOLDERS[1], DecoratorFeature({"type": "FIGURE_NAME"}))
