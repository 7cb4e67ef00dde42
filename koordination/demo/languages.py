"""The demo county in other languages: English and Arabic translated segment by segment, Leichte Sprache written anew.

English and Arabic are translations of wagtail-localize, as the office would make them: the CMS shows what is
translated and what has become outdated. Leichte Sprache follows rules of its own and has texts of its own.
"""

from collections.abc import Iterator
from pathlib import Path

import polib
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from wagtail.models import Locale, Page, Site, TranslatableMixin
from wagtail_localize.models import StringSegment, StringTranslation, Translation, TranslationSource

from koordination.demo.content import CONTENT, read
from koordination.demo.site import paragraphs, publish
from pages.models import HomePage, LegalPage, SettingTexts
from pages.models.setting_texts import block_of
from pages.setting_texts import take_over, texts_of
from wissen.models import QuestionPage

EASY = "de-simple"
# Which pages exist in a language, by slug; every list begins with the pages whose children follow.
DUTY = ("impressum", "datenschutz", "barrierefreiheit", "leichte-sprache", "gebaerdensprache")
PAGES = {
    "en": (
        "ueber-uns",
        "so-funktioniert-die-anmeldung",
        "engagement-anerkennen",
        "kurse",
        "aktuelles",
        "kasse-fuehren-leicht-gemacht",
        "datenschutz-im-verein",
        "satzungswerkstatt",
        *DUTY,
    ),
    "ar": ("ueber-uns", "so-funktioniert-die-anmeldung"),
}


def load_languages(home: HomePage) -> None:
    """Translate the demo pages into each language for which there are texts."""
    site = Site.objects.get(is_default_site=True)
    german = take_over(site)
    for language, slugs in PAGES.items():
        locale, _created = Locale.objects.get_or_create(language_code=language)
        texts = catalogue(language)
        for page in chosen(home, slugs):
            translate(page, locale, texts)
        if german:
            translate(german, locale, texts)
    easy, _created = Locale.objects.get_or_create(language_code=EASY)
    load_easy_language(home, easy)
    if german and not german.has_translation(easy):
        easy_texts(german, easy, read(EASY)["office"])


def chosen(home: HomePage, slugs: tuple[str, ...]) -> Iterator[Page]:
    """Yield the home page and the named pages below it, in the order of the names."""
    yield home
    below = {page.slug: page for page in pages_of(home).specific()}
    for slug in slugs:
        yield below[slug]


def pages_of(home: HomePage):
    """Return the pages with names of their own; a question may be called like a legal page (datenschutz)."""
    return home.get_descendants().not_type(QuestionPage)


# ------------------------------------------------------------------ translated


def catalogue(language: str) -> dict[str, str]:
    """Return the texts of a language by the German ones."""
    path: Path = CONTENT / f"{language}.po"
    return {entry.msgid: entry.msgstr for entry in polib.pofile(str(path)) if entry.translated()}


def translate(original: TranslatableMixin, locale: Locale, texts: dict[str, str]) -> None:
    """Translate a page or a snippet unless it is there already, and publish it."""
    if original.has_translation(locale):
        return
    source, _created = TranslationSource.update_or_create_from_instance(original)
    write_strings(source, locale, texts)
    translation = Translation.objects.create(source=source, target_locale=locale)
    translation.save_target(publish=True)


@transaction.atomic
def write_strings(source: TranslationSource, locale: Locale, texts: dict[str, str]) -> None:
    """Write the translation of each string that has none yet."""
    segments = StringSegment.objects.filter(source=source).annotate_translation(locale, include_errors=True)
    written = set()
    for segment in segments.filter(translation=None).select_related("string", "context__object"):
        text = texts.get(dateless(segment.string.data))
        place = (segment.string_id, segment.context_id)
        if text and place not in written:
            written.add(place)
            StringTranslation.objects.create(
                translation_of=segment.string,
                locale=locale,
                context=segment.context,
                data=dated(text, locale.language_code),
                translation_type=StringTranslation.TRANSLATION_TYPE_MANUAL,
            )


def dateless(text: str) -> str:
    """Return a German text as the catalogue has it: without the day on which the demo was loaded."""
    return text.replace(date_format(timezone.localdate(), "j. F Y"), "{today}")


def dated(text: str, language: str) -> str:
    today = timezone.localdate()
    return text.replace("{today}", f"{today:%d.%m.%Y}" if language != "en" else f"{today.day} {today:%B %Y}")


# -------------------------------------------------------------- Leichte Sprache


def load_easy_language(home: HomePage, locale: Locale) -> None:
    """Write the pages in Leichte Sprache; a page that exists stays as it is."""
    texts = read(EASY)
    if not home.has_translation(locale):
        easy_home(home, locale, texts["home"])
    for entry in (*texts["page"], *texts["legal"]):
        source = pages_of(home).filter(slug=entry["source"]).first().specific
        if not source.has_translation(locale):
            easy_page(source, locale, entry)


def easy_home(home: HomePage, locale: Locale, texts: dict) -> None:
    page = home.copy_for_translation(locale)
    page.title, page.seo_title, page.hero_text = texts["hero_title"], texts["title"], texts["hero_text"]
    for block, entry in zip(page.audiences, texts["audience"], strict=True):
        block.value.update(title=entry["title"], text=entry["text"], link_label=entry["link_label"])
    publish(page)


def easy_page(source: Page, locale: Locale, entry: dict) -> None:
    """Copy a page and write its own texts into the copy, which lies below the copy of its parent."""
    page = source.copy_for_translation(locale, copy_parents=True)
    page.title, page.slug = entry["title"], entry.get("slug", source.slug)
    if not isinstance(page, LegalPage):
        text = entry.get("summary") or entry.get("introduction", "")
        setattr(page, "summary" if hasattr(page, "summary") else "introduction", text)
    if "body" in entry:
        page.body = paragraphs(entry["body"])
    publish(page)


def easy_texts(german: SettingTexts, locale: Locale, texts: dict[str, str]) -> None:
    """Write the texts of the settings anew, by the German ones; what has none stays German."""
    easy = german.copy_for_translation(locale)
    easy.texts = [
        block_of(row, field, texts[getattr(row, field)])
        for row, field in texts_of(german.site)
        if getattr(row, field) in texts
    ]
    easy.save()
    publish(easy)
