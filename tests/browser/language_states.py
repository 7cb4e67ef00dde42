"""Pages that are read in English or from right to left: a course, a page, and the home page above them."""

from wagtail.rich_text import RichText

from pages.models import ContentPage
from tests import factories
from tests.browser.state import State

ARABIC = "<h2>من نحن</h2><p>نساعد الجمعيات والمتطوعين: <a href='tel:+49600012310'>06000 123-10</a></p>"


def language_states(course, content: ContentPage) -> dict[str, State]:
    english = factories.translate(course.page.specific, "en", title="Club treasurer", summary="From scratch.")
    body = [
        ("text", RichText(ARABIC)),
        ("accordion", {"items": [{"title": "كم يكلف ذلك؟", "body": RichText("<p>لا شيء.</p>")}]}),
    ]
    arabic = factories.translate(content, "ar", title="من نحن", slug="man-nahnu", body=body)
    return {
        "course in English": State(english.get_url()),
        "programme in English": State(english.get_parent().get_url()),
        "page in Arabic": State(arabic.get_url()),
        "home in Arabic": State(arabic.get_parent().get_url()),
    }
