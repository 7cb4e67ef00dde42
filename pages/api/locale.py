"""The parameter `locale`: a program asks for texts in one language, whatever the header says."""

from django.conf import settings
from django.utils.translation import get_language
from ninja import Field, Schema


class LocaleQuery(Schema):
    """The language to answer in; without it, or where the site lacks it, the one of Accept-Language."""

    locale: str = Field("", pattern=r"^([a-z]{2}(-[a-z0-9]+)?)?$", max_length=20)


def answered_in(locale: str) -> str:
    """Return the language asked for if the site has it, else the one of the request."""
    return locale if locale in dict(settings.LANGUAGES) else get_language()
