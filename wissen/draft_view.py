"""Editors make a draft of what visitors searched for."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from pages.forms import CleanFormMixin
from suche.analysis.texts import clean
from wissen.models import QuestionPage
from wissen.query_drafts import draft_question, open_topics

QUERY_LENGTH = 100


class TopicField(forms.ModelChoiceField):
    """A topic with its language: every language has a tree of its own."""

    def label_from_instance(self, obj):
        return f"{obj.title} ({obj.locale})"


class DraftForm(CleanFormMixin, forms.Form):
    """The question as the page is to ask it, and where it belongs."""

    title = forms.CharField(
        label=gettext_lazy("Frage"),
        max_length=255,
        help_text=gettext_lazy("So, wie ein Mensch sie stellt. Was gesucht wurde, kommt zu „Andere fragen auch“."),
    )
    topic = TopicField(label=gettext_lazy("Thema"), queryset=None)

    def __init__(self, *args, topics, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["topic"].queryset = topics

    def clean(self):
        typed = super().clean()
        topic, title = typed.get("topic"), typed.get("title")
        if topic and title and QuestionPage.objects.child_of(topic).filter(title__iexact=title).exists():
            self.add_error("title", _("Diese Frage gibt es in diesem Thema schon."))
        return typed


@require_http_methods(["GET", "HEAD", "POST"])
def draft_page(request: HttpRequest) -> HttpResponse:
    """Ask where a question belongs (`frage` in the address), and make a draft of it."""
    topics = open_topics(request.user)
    if not topics.exists():
        raise PermissionDenied
    asked = clean(request.GET.get("frage", ""), QUERY_LENGTH)
    form = DraftForm(request.POST or None, topics=topics, initial={"title": capfirst(asked)})
    if request.method == "POST" and form.is_valid():
        title = form.cleaned_data["title"]
        page = draft_question(form.cleaned_data["topic"], title, asked or title, request.user)
        messages.success(request, _("Der Entwurf ist angelegt. Schreiben Sie jetzt die Antwort."))
        return redirect("wagtailadmin_pages:edit", page.pk)
    title = _("Als Frage aufnehmen")
    context = {
        "header_title": title,
        "header_icon": "help",
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Start")},
            {"url": "", "label": title},
        ],
        "form": form,
    }
    return TemplateResponse(request, "wissen/admin/draft.html", context)


def report_action(request: HttpRequest) -> list[tuple[str, str, str]]:
    """Offer the report on searches to make a question of a query, where the reader may add one."""
    if not open_topics(request.user).exists():
        return []
    return [(_("Als Frage aufnehmen"), reverse("wissen_draft"), "frage")]
