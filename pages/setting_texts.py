"""The texts of the settings in the reader's language, and how they get into the hands of translators.

The settings hold the texts in the site's own language. `take_over` repeats them in a snippet, because wagtail-localize
translates snippets and no settings; `worded` puts what is translated in the place of what is not.
"""

from collections.abc import Iterator

from django.conf import settings
from django.db import transaction
from django.db.models import Model
from django.utils.translation import get_language
from wagtail.coreutils import get_content_languages
from wagtail.models import Locale, Site

from pages import site_map
from pages.languages import language_of_settings
from pages.models import AccessibilityStatement, SettingTexts, SiteSettings
from pages.models.setting_texts import TEXTS, block_of, key_of


class Wording(str):
    """A text of the settings; `language` is its own where that is not the reader's, else empty."""

    language: str

    def __new__(cls, text: str, language: str = ""):
        wording = super().__new__(cls, text)
        wording.language = language
        return wording


def worded(site_id: int | None, *rows: Model) -> None:
    """Put the texts of settings into the active language, in memory: one query, none in the site's own language.

    What is not translated stays as it is and names its language; so does what a translation repeats word for word, as
    names often are. Never save such a row.
    """
    translated = published(site_id, site_map.content_language(get_language()))
    own = language_of_settings()
    for row in rows:
        for field in TEXTS[type(row)]:
            text = str(getattr(row, field))
            found = translated.get(key_of(row, field), "") if translated and text else ""
            setattr(row, field, Wording(found) if found and found != text else Wording(text, own if text else ""))


def published(site_id: int | None, language: str) -> dict[str, str]:
    """Return what is published of a site's texts in a language by their keys."""
    if site_id is None or language == settings.LANGUAGE_CODE:
        return {}
    row = SettingTexts.objects.filter(site=site_id, locale__language_code=language, live=True).first()
    return dict(row.by_key()) if row else {}


def texts_of(site: Site) -> Iterator[tuple[Model, str]]:
    """Yield (row, field) of every text in the settings of a site that is not empty."""
    rows: list[Model] = []
    if office := SiteSettings.objects.filter(site=site).first():
        rows += [office, *office.contacts.all()]
    if statement := AccessibilityStatement.objects.filter(site=site).first():
        rows += [statement, *statement.barriers.all()]
    return ((row, field) for row in rows for field in TEXTS[type(row)] if getattr(row, field).strip())


def take_over(site: Site, user=None) -> SettingTexts | None:
    """Repeat the texts of a site's settings for translators; None where there is one language only."""
    if len(get_content_languages()) < 2:
        return None
    locale, _created = Locale.objects.get_or_create(language_code=settings.LANGUAGE_CODE)
    with transaction.atomic():
        found, _created = SettingTexts.objects.get_or_create(site=site, locale=locale)
        # Whoever else takes over waits here, and reads what the first one has written (ADR 2).
        SettingTexts.objects.filter(pk=found.pk).update(site=site)
        found.refresh_from_db()
        wanted = [block_of(row, field, getattr(row, field)) for row, field in texts_of(site)]
        if list(found.texts.raw_data) != wanted:
            found.texts = wanted
            found.save_revision(user=user, changed=True).publish(user=user)
    return found
