"""Views of wagtail-localize 1.14 that do more than their user may.

- Updating translations offers "publish immediately" to everybody who may submit one (UpdateTranslationsView).
- Converting a page into an alias takes over the state of its source with its text (views.convert.sync_alias).
- Snippets are submitted and updated by everybody who may submit a page, whatever they may do with snippets.
- What is not translated yet is published in the words of its source: of a page the office sees that before anybody
  else does, of a mail never.
- A catalogue (PO) that was not downloaded there ends in an error page; so does, on PostgreSQL, a text with a NUL.

Translators change pages and publish none (koordination.roles); by the first two they would put texts online that
nobody of the office has read.
"""

from functools import wraps

import polib
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Model
from django.db.models.signals import pre_save
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.views.pages.utils import get_valid_next_url_from_request
from wagtail.models import Page
from wagtail.snippets.permissions import user_can_edit_snippet_type
from wagtail_localize.models import StringTranslation, Translation, TranslationSource
from wagtail_localize.views import convert, edit_translation
from wagtail_localize.views.submit_translations import SubmitSnippetTranslationView
from wagtail_localize.views.update_translations import UpdateTranslationsView

from pages.clean_text import without_dangerous

# A page's catalogue has some kilobytes.
LARGEST_CATALOGUE = 1_000_000
NOT_A_CATALOGUE = _(
    "Das ist keine PO-Datei von dieser Website. Bitte laden Sie sie hier herunter, übersetzen Sie ihre Texte, "
    "und laden Sie dieselbe Datei wieder hoch."
)


def may_publish(user, page: Page) -> bool:
    return page.permissions_for_user(user).can_publish()


def may_publish_translations(user, source: TranslationSource) -> bool:
    """Return whether somebody may publish this page in every language into which it is being translated.

    A snippet nobody: it would go out in two languages at once.
    """
    locales = set(source.translations.filter(enabled=True).values_list("target_locale_id", flat=True))
    pages = Page.objects.filter(translation_key=source.object_id, locale_id__in=locales)
    return locales == {page.locale_id for page in pages if may_publish(user, page)}


def with_the_choice_of_publishers(get_form):
    """Return the form in which "publish immediately" is fixed to "no" for who may not."""

    @wraps(get_form)
    def get_form_for_user(self):
        form = get_form(self)
        choice = form.fields["publish_translations"]
        choice.disabled = not may_publish_translations(self.request.user, self.object)
        return form

    return get_form_for_user


def for_publishers_only(convert_to_alias):
    """Return the view with 403 for who may not publish the page."""

    @wraps(convert_to_alias)
    def convert_to_alias_or_refuse(request, page_id: int):
        if not may_publish(request.user, get_object_or_404(Page, pk=page_id)):
            raise PermissionDenied
        return convert_to_alias(request, page_id)

    return convert_to_alias_or_refuse


def for_its_editors_only(get_object):
    """Return the getter with 403 for who may not change such a snippet; of pages Wagtail's rights for each decide."""

    @wraps(get_object)
    def get_object_or_refuse(self):
        found = get_object(self)
        model = model_of(found)
        if not issubclass(model, Page) and not user_can_edit_snippet_type(self.request.user, model):
            raise PermissionDenied
        return found

    return get_object_or_refuse


def model_of(translated: Model) -> type[Model]:
    is_source = isinstance(translated, TranslationSource)
    return translated.specific_content_type.model_class() if is_source else type(translated)


def is_catalogue(upload: UploadedFile) -> bool:
    """Return whether a file can be read as a catalogue and says to which translation it belongs."""
    if upload.size > LARGEST_CATALOGUE:
        return False
    try:
        # In front stands a comment: what polib is given may also be the name of a file.
        catalogue = polib.pofile("#\n" + upload.read().decode())
    except Exception:  # its parser raises OSError, and for some lines whatever comes
        return False
    finally:
        upload.seek(0)
    return "X-WagtailLocalize-TranslationID" in catalogue.metadata


def for_catalogues_only(upload_pofile):
    """Return the view with a sentence for whatever else somebody uploads."""

    @wraps(upload_pofile)
    def upload_or_explain(request, translation_id: int):
        upload = request.FILES.get("file")
        if upload is None or is_catalogue(upload):
            return upload_pofile(request, translation_id)
        translated = get_object_or_404(Translation, pk=translation_id).get_target_instance()
        if not edit_translation.user_can_edit_instance(request.user, translated):
            raise PermissionDenied
        messages.error(request, NOT_A_CATALOGUE)
        return redirect(get_valid_next_url_from_request(request) or "wagtailadmin_home")

    return upload_or_explain


def clean_translation(instance: StringTranslation, **_signal) -> None:
    instance.data = without_dangerous(instance.data)


def is_half_translated(snippet: Model) -> bool:
    """Return whether this is a translation of which a text is missing or refused."""
    translation = Translation.objects.filter(
        source__object_id=snippet.translation_key, target_locale_id=snippet.locale_id, enabled=True
    ).first()
    if translation is None:
        return False
    wanted, translated = translation.get_progress()
    return translated < wanted


def guard_translations() -> None:
    """Put the functions above in the place of wagtail-localize's; called once when the site starts."""
    if not hasattr(convert.convert_to_alias, "__wrapped__"):
        UpdateTranslationsView.get_form = with_the_choice_of_publishers(UpdateTranslationsView.get_form)
        convert.convert_to_alias = for_publishers_only(convert.convert_to_alias)
        edit_translation.upload_pofile = for_catalogues_only(edit_translation.upload_pofile)
        pre_save.connect(clean_translation, sender=StringTranslation, dispatch_uid="clean_translation")
        for view in (SubmitSnippetTranslationView, UpdateTranslationsView):
            view.get_object = for_its_editors_only(view.get_object)
