"""Questions and guides as view sets: for whoever may use the inbox, and every look at them in the journal."""

from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from wagtail.admin.admin_url_finder import ModelAdminURLFinder
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from vorgang.desk.journalled_views import JournalledListMixin
from vorgang.journal.writing import record
from vorgang.states import StaffAction
from wissen.inquiries.asking import return_questions_of
from wissen.inquiries.guides import remove_guide
from wissen.models import Guide, Inquiry

# So many letters of a question tell which one it is.
SHOWN = 70


class InboxViewSet(ModelViewSet):
    """A view set that offers only the views named in `offered`; the inbox decides who may see them."""

    offered: frozenset[str] = frozenset()
    copy_view_enabled = False
    inspect_view_enabled = False
    add_to_reference_index = False

    def get_urlpatterns(self):
        return [pattern for pattern in super().get_urlpatterns() if pattern.name in self.offered]

    def get_permissions_to_register(self):
        return Permission.objects.none()

    def get_common_view_kwargs(self, **kwargs):
        names = ["add", "edit", "delete", "history", "usage"]
        withdrawn = {f"{name}_url_name": None for name in names if name not in self.offered}
        return super().get_common_view_kwargs(**{**withdrawn, **kwargs})


class InquiryIndexView(JournalledListMixin, generic.IndexView):
    """What visitors asked, the latest first; each leads to its page."""

    any_permission_required = ["view"]

    def get_base_queryset(self):
        return super().get_base_queryset().select_related("topic", "guide")

    def get_edit_url(self, instance):
        return reverse("wissen_inquiry", args=[instance.pk])


def beginning(inquiry: Inquiry) -> str:
    """Return how a question begins: a list of codes says nothing to whoever looks for one."""
    return Truncator(inquiry.question).chars(SHOWN)


class InquiryFilterSet(WagtailFilterSet):
    class Meta:
        model = Inquiry
        fields = ["state", "guide"]


class InquiryURLFinder(ModelAdminURLFinder):
    def construct_edit_url(self, instance):
        return reverse("wissen_inquiry", args=[instance.pk])


class InquiryViewSet(InboxViewSet):
    """Questions to the office; written and changed by verbs only."""

    model = Inquiry
    name = "wissen_inquiries"
    url_prefix = "wissen/fragen"
    icon = "mail"
    menu_label = _("Fragen an die Stelle")
    offered = frozenset({"index", "index_results"})
    index_view_class = InquiryIndexView
    form_fields: list[str] = []
    filterset_class = InquiryFilterSet
    search_backend_name = None
    search_fields = ["code", "name", "question"]
    ordering = ["-created_at"]
    url_finder_class = InquiryURLFinder
    list_display = [
        "code",
        Column("question", label=_("Frage"), accessor=beginning),
        Column("topic", label=_("Thema")),
        Column("get_state_display", label=_("Stand"), sort_key="state"),
        Column("guide.name", label=_("Ehrenamtslotsin/-lotse"), accessor="guide.name"),
        DateColumn("created_at", label=_("Eingegangen"), sort_key="created_at"),
    ]


class GuideIndexView(JournalledListMixin, generic.IndexView):
    """The guides with what they answer."""

    any_permission_required = ["view"]

    def get_base_queryset(self):
        return super().get_base_queryset().prefetch_related("topics")


class GuideCreateView(generic.CreateView):
    def save_instance(self):
        guide = super().save_instance()
        record(self.request.user, StaffAction.ENTERED, guide)
        return guide


class GuideEditView(generic.EditView):
    """Edit a guide; of one who stops the questions go back to the office."""

    def get_page_subtitle(self):
        return self.object.name

    def get(self, request, *args, **kwargs):
        response = super().get(request, *args, **kwargs)
        record(request.user, StaffAction.OPENED, self.object)
        return response

    def save_instance(self):
        guide = super().save_instance()
        record(self.request.user, StaffAction.CHANGED, guide)
        return guide

    def form_valid(self, form):
        response = super().form_valid(form)
        # Outside of Wagtail's transaction: a public verb is one of its own.
        if not self.object.is_active:
            return_questions_of(self.object)
        return response


class GuideDeleteView(generic.DeleteView):
    """Forget a guide by the verb that returns their questions first."""

    def get_page_subtitle(self):
        return self.object.name

    def get(self, request, *args, **kwargs):
        response = super().get(request, *args, **kwargs)
        record(request.user, StaffAction.OPENED, self.object)
        return response

    def delete_action(self):
        remove_guide(self.object, by=self.request.user)


class GuideViewSet(InboxViewSet):
    """Volunteers who answer by a personal link."""

    model = Guide
    name = "wissen_guides"
    url_prefix = "wissen/lotsen"
    icon = "group"
    menu_label = _("Ehrenamtslotsen")
    offered = frozenset({"index", "index_results", "add", "edit", "delete"})
    index_view_class = GuideIndexView
    add_view_class = GuideCreateView
    edit_view_class = GuideEditView
    delete_view_class = GuideDeleteView
    form_fields = ["name", "email", "language", "topics", "is_active"]
    search_backend_name = None
    search_fields = ["name", "email"]
    ordering = ["name"]
    list_display = [
        "name",
        Column("email", label=_("E-Mail")),
        Column("get_language_display", label=_("Sprache")),
        Column("topics_in_words", label=_("Themen")),
        Column("is_active", label=_("Aktiv"), accessor="is_active_in_words"),
    ]
