"""The courses a visitor may see, and what a list fetches along with them."""

from django.db.models import QuerySet

from kurse.models import Course
from pages.open_pages import restricted_paths

# What a card says of the course itself.
OF_COURSE = (
    *("format", "mode", "state", "price_note", "capacity", "overbooking", "seats_taken", "seats_waiting"),
    *("online_capacity", "online_taken", "online_waiting", "single_dates", "next_at", "books_until"),
    *("has_waiting_list", "needs_approval", "starts_at", "ends_at", "opens_at", "closes_at", "page", "place"),
)


def courses_on_offer() -> QuerySet:
    """Every course a visitor may see in the programme, the next one first.

    The site map knows what is restricted, so that a list need not ask for each row as `published` does.
    """
    courses = Course.objects.announced().upcoming().filter(page__live=True)
    for path in restricted_paths():
        courses = courses.exclude(page__path__startswith=path)
    return courses


def with_presentation(courses: QuerySet) -> QuerySet:
    """Fetch along what a card shows, so that a list costs the same with 3 and with 300 courses."""
    return courses.select_related("page__image", "place__municipality")


def for_cards(courses: QuerySet) -> QuerySet:
    """Fetch along what a card shows and no more: a whole page has sixty columns and a body."""
    of_page = [f"page__{name}" for name in ("title", "summary", "url_path", "locale", "translation_key")]
    of_image = [f"page__image__{name}" for name in ("file", "width", "height")]
    of_place = ["place__name", "place__municipality__name"]
    return with_presentation(courses).only(*OF_COURSE, *of_page, *of_image, *of_place)
