"""The nouns of the foundation: page types without behaviour and the settings of a site."""

from pages.models.accessibility import (
    AccessibilityStatement,
    Barrier,
    BarrierReason,
    Conformance,
    EvaluationMethod,
)
from pages.models.base_page import BasePage
from pages.models.page_types import (
    ContentPage,
    HomePage,
    LegalKind,
    LegalPage,
    NewsIndexPage,
    NewsPage,
)
from pages.models.setting_texts import SettingTexts
from pages.models.site_settings import CornerRadius, Land, OfficeContact, SiteSettings

__all__ = [
    "AccessibilityStatement",
    "Barrier",
    "BarrierReason",
    "BasePage",
    "Conformance",
    "ContentPage",
    "CornerRadius",
    "EvaluationMethod",
    "HomePage",
    "Land",
    "LegalKind",
    "LegalPage",
    "NewsIndexPage",
    "NewsPage",
    "OfficeContact",
    "SettingTexts",
    "SiteSettings",
]
