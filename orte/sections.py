"""What the rooms above show on the page of a municipality."""

from django.http import HttpRequest
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString
from wagtail import hooks


def municipality_sections(municipality, request: HttpRequest) -> list[SafeString]:
    """Return what each room answers to `register_municipality_section`, without the empty answers.

    A room registers a callable (municipality, request) -> safe HTML or "".
    """
    answers = (answer(municipality, request) for answer in hooks.get_hooks("register_municipality_section"))
    return [conditional_escape(answer) for answer in answers if answer and str(answer).strip()]
