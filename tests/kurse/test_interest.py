"""The interest list: who is told of which course, when, and how often."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from kurse.booking.lifecycle import cancel, request_booking
from kurse.interest.inviting import tell_interested
from kurse.interest.joining import InterestRequest, ask_to_be_told, confirm
from kurse.interest.matching import bookable_for
from kurse.models import Announcement, Course, CourseDate, Interest, Invitation
from kurse.planning.copying import copy_course
from kurse.planning.form import edition_of
from kurse.planning.scheduling import add_dates, refresh_span
from kurse.states import CancelReason, CourseState
from tests import factories
from tests.kurse.test_booking import person
from vorgang.errors import IdempotencyConflict
from vorgang.keeping.deletion import erase_due
from vorgang.models import OutboxMail
from vorgang.outbox.queue import send_due
from vorgang.subscriptions.joining import end

pytestmark = pytest.mark.django_db
AN_HOUR = timedelta(hours=1)


@pytest.fixture
def law(programme_page) -> Course:
    """A course on law that is in preparation."""
    return factories.make_course(programme_page, title="Vereinsrecht", tags=("Recht",), state=CourseState.DRAFT)


def tag_of(course: Course) -> int:
    return course.page.tags.get().pk


def interested(email: str = "erika@beispiel.example", *, confirmed: bool = True, **asked) -> Interest:
    interest = ask_to_be_told(InterestRequest(email=email, consent="Ja", **asked))
    if confirmed:
        confirm(interest)
    return Interest.objects.get(pk=interest.pk)


def told() -> list[tuple[str, str]]:
    """Return whom the clock tells of which course when it comes by once more."""
    before = set(Invitation.objects.values_list("pk", flat=True))
    tell_interested()
    new = Invitation.objects.exclude(pk__in=before).select_related("course__page", "interest")
    return sorted((invitation.email, invitation.course.page.title) for invitation in new)


def invited(programme_page) -> Invitation:
    """Return what tells somebody of the course that they wait for."""
    course = factories.make_course(programme_page, title="Vereinsrecht", tags=("Recht",), state=CourseState.DRAFT)
    interested("max@beispiel.example", topics=(tag_of(course),))
    tell_interested()
    Course.objects.filter(pk=course.pk).update(state=CourseState.OPEN)
    tell_interested()
    return Invitation.objects.get(course=course)


ERIKA = ("erika@beispiel.example", "Vereinsrecht")


def open_by_hand(course: Course) -> None:
    Course.objects.filter(pk=course.pk).update(state=CourseState.OPEN)


def test_who_waits_for_a_topic_is_told_once_when_a_course_on_it_can_be_booked(law):
    interested(topics=(tag_of(law),))

    in_preparation = told()
    open_by_hand(law)

    assert [in_preparation, told(), told()] == [[], [ERIKA], []]


def by_publishing(course: Course) -> None:
    open_by_hand(course)
    course.page.save_revision().publish()


def by_the_clock(course: Course) -> None:
    Course.objects.filter(pk=course.pk).update(state=CourseState.OPEN, opens_at=timezone.now() - timedelta(minutes=1))


def by_its_first_date(course: Course) -> None:
    open_by_hand(course)
    CourseDate.objects.filter(course=course).delete()
    refresh_span(course)
    start = timezone.now() + timedelta(days=9)
    dates = [CourseDate(starts_at=start, ends_at=start + AN_HOUR)]
    add_dates(course, dates, edition=edition_of(Course.objects.get(pk=course.pk)))


def by_more_seats(course: Course) -> None:
    Course.objects.filter(pk=course.pk).update(state=CourseState.OPEN, capacity=1)
    booking = request_booking(course.pk, person())
    assert told() == []
    cancel(booking, reason=CancelReason.OFFICE)


@pytest.mark.parametrize("path", [by_publishing, by_the_clock, by_its_first_date, by_more_seats])
def test_no_way_by_which_a_course_becomes_bookable_is_forgotten(law, path):
    interested(topics=(tag_of(law),))

    path(law)

    assert told() == [ERIKA]


def test_a_course_whose_window_opens_later_is_told_of_then(law):
    interested(topics=(tag_of(law),))
    tomorrow = timezone.now() + timedelta(days=1)
    Course.objects.update(state=CourseState.OPEN, opens_at=tomorrow, head_start_days=0)

    today = told()
    with time_machine.travel(tomorrow + timedelta(minutes=1), tick=False):
        assert (today, told()) == ([], [ERIKA])


def test_a_copy_that_is_opened_is_a_course_of_its_own(law, coordinator):
    interested(topics=(tag_of(law),))
    open_by_hand(law)
    first = told()
    copy = copy_course(law, slug="vereinsrecht-neu", weeks=10, by=coordinator)
    copy.page.save_revision().publish()
    open_by_hand(copy)

    assert (first, told()) == ([ERIKA], [ERIKA])


def test_somebody_with_several_wishes_gets_one_mail_for_one_course(law):
    interested(topics=(tag_of(law),))
    interested("Erika@Beispiel.example", wish="Vereinsrecht")
    open_by_hand(law)

    assert told() == [ERIKA]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda interest: Interest.objects.update(confirmed_at=None),
        end,
        lambda interest: Interest.objects.update(restricted_at=timezone.now()),
        lambda interest: request_booking(Course.objects.get().pk, person(email=interest.email)),
        lambda interest: Course.objects.update(closes_at=timezone.now()),
        lambda interest: Course.objects.get().page.unpublish(),
    ],
    ids=["unconfirmed", "ended", "locked", "has booked", "closed", "unpublished"],
)
def test_nobody_else_is_told(law, spoil):
    interest = interested(topics=(tag_of(law),))
    open_by_hand(law)

    spoil(interest)

    assert told() == []


def asked_for(course: Course) -> dict[str, InterestRequest]:
    start = timezone.localtime(course.starts_at)
    weekday, another = str(start.isoweekday()), str(start.isoweekday() % 7 + 1)
    town, topic = course.place.municipality_id, (tag_of(course),)
    elsewhere = factories.make_municipality().pk
    return {
        "fits: place and day": {"topics": topic, "municipality_id": town, "weekdays": (weekday,)},
        "fits: words": {"wish": "vereinsrecht"},
        "fits: the course itself, whatever else": {"course_id": course.pk, "weekdays": (another,)},
        "another place": {"topics": topic, "municipality_id": elsewhere},
        "another day": {"topics": topic, "weekdays": (another,)},
        "another time": {"topics": topic, "daytimes": ("morning",)},
        "other words": {"wish": "Vereinsrecht für Chöre"},
    }


def test_place_day_and_words_narrow_what_somebody_is_told_of(law):
    evening = timezone.localtime(law.starts_at).replace(hour=18, minute=0)
    CourseDate.objects.update(starts_at=evening, ends_at=evening + AN_HOUR)
    refresh_span(law)
    for name, asked in asked_for(law).items():
        interested(f"{name.replace(' ', '-').replace(':', '').replace(',', '')}@beispiel.example", **asked)
    open_by_hand(law)

    assert [email.partition("@")[0] for email, _title in told()] == [
        "fits-place-and-day",
        "fits-the-course-itself-whatever-else",
        "fits-words",
    ]


def test_who_waits_for_this_very_course_is_told_though_it_was_announced_long_ago(law):
    open_by_hand(law)
    Course.objects.update(capacity=1)
    assert told() == []
    booking = request_booking(law.pk, person())
    interested("karl@beispiel.example", course_id=law.pk)
    interested("uta@beispiel.example", topics=(tag_of(law),))

    full = told()
    cancel(booking, reason=CancelReason.OFFICE)

    assert (full, told(), told()) == ([], [("karl@beispiel.example", "Vereinsrecht")], [])


def test_without_its_mark_a_course_would_be_told_of_again_to_who_came_later(law):
    """Negative control: the mark is what tells news from what could be booked already."""
    open_by_hand(law)
    tell_interested()
    interested(topics=(tag_of(law),))

    marked = told()
    Announcement.objects.all().delete()

    assert (marked, told()) == ([], [ERIKA])


def test_who_confirms_while_such_a_course_can_be_booked_sees_it_at_once(law):
    open_by_hand(law)

    interest = interested(topics=(tag_of(law),))

    assert bookable_for(interest) == [law]


def test_the_mail_names_the_course_and_both_ways_on(client, law):
    interested(topics=(tag_of(law),))
    open_by_hand(law)
    tell_interested()
    OutboxMail.objects.filter(kind="kurse.interest_confirm").delete()

    send_due()

    [message] = mail.outbox
    html = message.alternatives[0].content
    assert message.subject == "Jetzt buchbar: Vereinsrecht"
    assert [law.page.get_url() in part for part in (message.body, html)] == [True, True]
    assert ["/de/vorgang/" in part for part in (message.body, html)] == [True, True]


def test_a_mail_that_waited_until_the_course_was_full_is_not_sent(law):
    interested(topics=(tag_of(law),))
    open_by_hand(law)
    tell_interested()
    OutboxMail.objects.filter(kind="kurse.interest_confirm").delete()
    Course.objects.update(seats_taken=1, capacity=1)

    assert (send_due(), OutboxMail.objects.get().state) == (0, "cancelled")


def test_a_repeat_under_the_same_key_is_one_interest_and_one_mail(law):
    request = InterestRequest(email="erika@beispiel.example", topics=(tag_of(law),), consent="Ja")

    pair = [ask_to_be_told(request, idempotency_key="derselbe-schluessel").pk for _ in range(2)]

    assert (len(set(pair)), Interest.objects.count(), OutboxMail.objects.count()) == (1, 1, 1)


def test_another_request_under_the_same_key_is_refused(law):
    ask_to_be_told(InterestRequest(email="a@beispiel.example", wish="Recht"), idempotency_key="derselbe-schluessel")

    with pytest.raises(IdempotencyConflict):
        ask_to_be_told(InterestRequest(email="b@beispiel.example", wish="Recht"), idempotency_key="derselbe-schluessel")


def test_what_nobody_confirms_is_gone_after_two_days_and_the_rest_after_a_year(law):
    interested("unbestaetigt@beispiel.example", confirmed=False, wish="Recht")
    interested(wish="Recht")
    left = []
    for days in (1, 4, 364, 366):
        with time_machine.travel(timezone.now() + timedelta(days=days)):
            erase_due(list(Interest.objects.all()))
            left.append(Interest.objects.count())

    assert left == [2, 1, 1, 0]


def test_an_ended_interest_is_gone_the_same_night(law):
    interest = interested(wish="Recht")
    end(interest)
    confirm(interest)

    assert erase_due([interest]) == [interest.pk]
    assert Interest.objects.count() == 0
