"""The demo county: whole, in a few seconds, and only once."""

from collections import Counter

import pytest
from django.apps import apps
from django.core.management import call_command
from wagtail.models import Page
from wagtail_localize.models import StringSegment, Translation

from koordination.demo import knowledge
from kurse.audit.bookings import audit
from kurse.booking.deciding import undecided
from kurse.feedback.results import results_of
from kurse.models import Answer, Booking, Course, CourseDate, FeedbackBox, Interest, Seat
from kurse.states import CourseState, QuestionKind, SeatState
from orte.models import Municipality, Place
from pages.models import LegalPage, NewsPage
from vorgang.models import Message, OutboxMail
from vorgang.states import MailState
from wissen.models import Guide, Inquiry, QuestionPage

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def rows() -> dict[str, int]:
    ours = {"kurse", "orte", "pages", "vorgang", "wissen", "wagtailimages", "auth"}
    return {m._meta.label: m.objects.count() for m in apps.get_models() if m._meta.app_label in ours}


def in_line() -> Counter:
    """Return how many stand before a full workshop or a full date, by whether they have an offer."""
    states = [SeatState.OFFERED, SeatState.WAITING]
    return Counter(Seat.objects.filter(state__in=states).values_list("state", flat=True))


def untranslated() -> set[str]:
    """Return the texts of translated pages that have none in their language; those of the settings may stay German."""
    of_pages = Translation.objects.exclude(source__specific_content_type__model="settingtexts")
    return {
        segment.string.data
        for translation in of_pages.select_related("source", "target_locale")
        for segment in StringSegment.objects.filter(source=translation.source)
        .annotate_translation(translation.target_locale)
        .filter(translation=None)
        .select_related("string")
    }


def break_off_after(monkeypatch, answers: int) -> None:
    """Load the county until so many answers are published."""
    publish, published = knowledge.publish_added, []

    def publish_some(page):
        if len(published) == answers:
            raise InterruptedError
        published.append(page)
        publish(page)

    with monkeypatch.context() as interrupted:
        interrupted.setattr(knowledge, "publish_added", publish_some)
        with pytest.raises(InterruptedError):
            call_command("load_demo")


def test_the_demo_county_is_whole_after_a_run_that_broke_off_and_a_second_run_adds_nothing(
    settings, monkeypatch, django_capture_on_commit_callbacks
):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    # Translations are published once their transaction is over.
    with django_capture_on_commit_callbacks(execute=True):
        break_off_after(monkeypatch, answers=20)
        assert QuestionPage.objects.live().count() == 20
        call_command("load_demo")
    first = rows()
    call_command("load_demo")

    assert rows() == first
    answers = QuestionPage.objects.live().filter(locale__language_code="de")
    assert [page.revisions.count() for page in answers] == [1] * 53
    assert all(page.related.exists() for page in answers)
    assert Municipality.objects.municipalities().count() == 12
    assert (Place.objects.count(), NewsPage.objects.filter(locale__language_code="de").count()) == (8, 6)
    assert Counter(LegalPage.objects.live().values_list("locale__language_code", flat=True)) == {
        "de": 5,
        "de-simple": 5,
        "en": 5,
    }
    assert Page.objects.live().filter(locale__language_code="ar").count() == 3
    assert Page.objects.live().filter(locale__language_code="en").not_type(LegalPage).count() >= 8
    assert Page.objects.live().filter(locale__language_code="de-simple").not_type(LegalPage).count() >= 8
    assert untranslated() == set()
    assert (Course.objects.count(), CourseDate.objects.count()) == (15, 25)
    assert Course.objects.published().announced().upcoming().count() >= 12
    assert any(course.is_full for course in Course.objects.all())
    assert any(course.is_scarce for course in Course.objects.all())
    assert Booking.objects.count() > 50
    assert in_line() == {SeatState.OFFERED: 1, SeatState.WAITING: 4}
    assert [len(group.standing_seats) for group in Booking.objects.exclude(association="")] == [3]
    assert set(Course.objects.exclude(questions_edition="").values_list("questions__kind", flat=True)) == {
        QuestionKind.SHORT,
        QuestionKind.LONG,
    }
    assert Course.objects.get(state=CourseState.CALLED_OFF).call_off_note
    assert Course.objects.filter(decide_at__isnull=False, runs_since=None, minimum__gt=0).count() == 1
    assert Course.objects.filter(opens_at__isnull=False).count() == 1
    assert undecided().count() == 3
    assert Answer.objects.filter(question__is_sensitive=True).exists()
    assert Interest.objects.listening().count() == 5
    assert [results_of(box.course).are_shown for box in FeedbackBox.objects.all()] == [True]
    assert audit() == []
    assert Message.objects.count() == 4
    assert Counter(Inquiry.objects.values_list("state", "guide__name")) == {
        ("asked", None): 1,
        ("assigned", "Ali Platzhalter"): 1,
        ("answered", "Gerda Beispiel"): 1,
        ("answered", None): 1,
    }
    [drafted] = Inquiry.objects.exclude(draft=None)
    assert (drafted.draft.live, drafted.draft.title) == (
        False,
        "Wo können wir für unser Dorffest Bierbänke und Geschirr ausleihen?",
    )
    assert dict(Guide.objects.values_list("name", "language")) == {
        "Ali Platzhalter": "de",
        "Gerda Beispiel": "de",
        "Helen Muster": "en",
    }
    assert not OutboxMail.objects.filter(state=MailState.QUEUED).exists()
