"""Two views of wagtail-localize 1.14 that publish without asking for the right to.

- Updating translations offers "publish immediately" to everybody who may submit one (UpdateTranslationsView).
- Converting a page into an alias takes over the state of its source with its text (views.convert.sync_alias).

Translators change pages and publish none (koordination.roles); by either view they would put texts online that nobody
of the office has read.
"""

from functools import wraps

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from wagtail.models import Page
from wagtail_localize.models import TranslationSource
from wagtail_localize.views import convert
from wagtail_localize.views.update_translations import UpdateTranslationsView


def may_publish(user, page: Page) -> bool:
    return page.permissions_for_user(user).can_publish()


def may_publish_translations(user, source: TranslationSource) -> bool:
    """Return whether somebody may publish this page in every language into which it is being translated."""
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


def guard_translations() -> None:
    """Put the functions above in the place of wagtail-localize's; called once when the site starts."""
    if not hasattr(convert.convert_to_alias, "__wrapped__"):
        UpdateTranslationsView.get_form = with_the_choice_of_publishers(UpdateTranslationsView.get_form)
        convert.convert_to_alias = for_publishers_only(convert.convert_to_alias)
