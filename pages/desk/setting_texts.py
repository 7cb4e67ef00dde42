"""The texts of the settings in the CMS: translations are edited there, the texts themselves in the settings."""

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.tables import LiveStatusTagColumn, LocaleColumn
from wagtail.snippets.views.chooser import SnippetChooserViewSet
from wagtail.snippets.views.snippets import SnippetViewSet

from pages.desk.choosers import ChoosingOnly
from pages.models import AccessibilityStatement, SettingTexts, SiteSettings
from pages.setting_texts import take_over


class SettingTextsChooserViewSet(ChoosingOnly, SnippetChooserViewSet):
    """The dialogue Wagtail keeps for every snippet."""


class SettingTextsViewSet(SnippetViewSet):
    model = SettingTexts
    icon = "home"
    chooser_viewset_class = SettingTextsChooserViewSet
    menu_label = _("Texte der Stelle")
    menu_name = "setting_texts"
    menu_order = 215
    add_to_admin_menu = True
    list_display = ["__str__", LocaleColumn(), "site", LiveStatusTagColumn()]
    inspect_view_enabled = False
    copy_view_enabled = False
    edit_handler = ObjectList([FieldPanel("texts")])

    def get_queryset(self, request):
        return SettingTexts.objects.select_related("locale", "site")


def after_settings(request, setting) -> None:
    """Let translators see at once what the office has changed in its settings."""
    if isinstance(setting, (SiteSettings, AccessibilityStatement)):
        take_over(setting.site, user=request.user)


def refuse_making(request, model) -> None:
    if model is SettingTexts:
        raise PermissionDenied


def lead_to_settings(request, snippet) -> HttpResponse | None:
    """Lead from the row that only repeats the settings to these themselves."""
    if not isinstance(snippet, SettingTexts) or snippet.locale.language_code != settings.LANGUAGE_CODE:
        return None
    if not request.user.has_perm("pages.change_sitesettings"):
        raise PermissionDenied
    messages.info(request, _("Den deutschen Text ändern Sie hier. Speichern Sie, dann ist er zum Übersetzen bereit."))
    return redirect(reverse("wagtailsettings:edit", args=["pages", "sitesettings", snippet.site_id]))
