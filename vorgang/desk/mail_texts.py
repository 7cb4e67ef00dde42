"""The office's own wording of the mails, as a snippet of the CMS."""

from django.forms import Media
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, HelpPanel, ObjectList
from wagtail.admin.ui.tables import LiveStatusTagColumn, LocaleColumn
from wagtail.snippets.views.chooser import SnippetChooserViewSet
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet

from pages.desk.choosers import ChoosingOnly
from vorgang.desk.mail_text_form import MailTextForm, may_change
from vorgang.mails import mail_kinds
from vorgang.models import MailText


class DefaultWordingPanel(HelpPanel):
    """Shows the default wording of every mail and the placeholders it knows."""

    class BoundPanel(HelpPanel.BoundPanel):
        @property
        def media(self):
            return super().media + Media(css={"all": ["vorgang/css/inbox.css"]})

        def get_context_data(self, parent_context=None):
            context = super().get_context_data(parent_context)
            context["kinds"] = [
                {"kind": kind, "offered": [f"{{{name}}}" for name in sorted(kind.offered())]}
                for kind in mail_kinds().values()
            ]
            return context


class MailTextChooserViewSet(ChoosingOnly, SnippetChooserViewSet):
    """The dialogue Wagtail keeps for every snippet."""


class MailTextIndexView(IndexView):
    def get_edit_url(self, instance):
        return super().get_edit_url(instance) if may_change(self.request.user, instance) else None


class MailTextViewSet(SnippetViewSet):
    model = MailText
    icon = "mail"
    index_view_class = MailTextIndexView
    chooser_viewset_class = MailTextChooserViewSet
    menu_label = _("E-Mail-Texte")
    menu_name = "mail_texts"
    menu_order = 210
    add_to_admin_menu = True
    list_display = ["label", LocaleColumn(), "subject", LiveStatusTagColumn()]
    inspect_view_enabled = False
    # A copy would be the second text for the same mail and language.
    copy_view_enabled = False
    edit_handler = ObjectList(
        [
            FieldPanel("kind", required_on_save=True),
            FieldPanel("subject", required_on_save=True),
            FieldPanel("introduction", required_on_save=True),
            DefaultWordingPanel(template="vorgang/admin/default_wording.html", heading=_("Vorgaben und Platzhalter")),
        ],
        base_form_class=MailTextForm,
    )

    def get_queryset(self, request):
        return MailText.objects.select_related("locale")
