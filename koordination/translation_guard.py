"""Views of wagtail-localize 1.14 that do more than their user may.

- Updating translations offers "publish immediately" to everybody who may submit one (UpdateTranslationsView).
- Converting a page into an alias takes over the state of its source with its text (views.convert.sync_alias).
- Snippets are submitted and updated by everybody who may submit a page, whatever they may do with snippets.
- What is not translated yet is published in the words of its source: of a page the office sees that before anybody
  else does, of a mail never.

Translators change pages and publish none (koordination.roles); by the first two they would put texts online that
nobody of the office has read.
"""

from functools import wraps

from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.shortcuts import get_object_or_404
from wagtail.models import Page
from wagtail.snippets.permissions import user_can_edit_snippet_type
from wagtail_localize.models import Translation, TranslationSource
from wagtail_localize.views import convert
from wagtail_localize.views.submit_translations import SubmitSnippetTranslationView
from wagtail_localize.views.update_translations import UpdateTranslationsView


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
        for view in (SubmitSnippetTranslationView, UpdateTranslationsView):
            view.get_object = for_its_editors_only(view.get_object)
