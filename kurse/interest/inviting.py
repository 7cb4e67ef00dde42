"""Telling those on the interest list of courses that have become bookable.

The clock looks at what is bookable, not at what somebody did: a course that was published, opened by hand, copied,
imported, given its first date, or whose booking window has begun is found all the same; where a window opens later,
those who wait are told some days before and book first (kurse.booking.head_start).
"""

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from kurse.interest.matching import fits, offers_of
from kurse.models import Announcement, Booking, Course, Interest, Invitation
from kurse.states import ACTIVE
from vorgang.guards.locks import lock
from vorgang.outbox.queue import queue_mail

AT_ONCE = 200


def unannounced() -> QuerySet:
    """Courses one can book now that nobody was told of, or that somebody waits for who was not told."""
    waiting = Interest.objects.listening().filter(course=OuterRef("pk"))
    untold = ~Exists(Invitation.objects.filter(course=OuterRef("course"), interest__email__iexact=OuterRef("email")))
    return (
        Course.objects.published().bookable_by_invited().filter(Q(announcement=None) | Exists(waiting.filter(untold)))
    )


def tell_interested() -> int:
    """Tell everybody who waits for a course that can be booked now, once for each course; return how many mails."""
    return sum(announce_course(key) for key in unannounced().order_by("pk").values_list("pk", flat=True)[:AT_ONCE])


@transaction.atomic(durable=True)
def announce_course(course_id: int) -> int:
    """Queue the mails about one course, unless it was booked up or told of a moment ago, and return how many."""
    lock(Course, course_id)
    course = unannounced().select_related("page", "place").filter(pk=course_id).first()
    if course is None:
        return 0
    interests = interested_in(course)
    invitations = Invitation.objects.bulk_create(Invitation(interest=interest, course=course) for interest in interests)
    for invitation in invitations:
        queue_mail("kurse.invitation", invitation, dedup=f"kurse.invitation:{invitation.pk}")
    Announcement.objects.get_or_create(course=course, defaults={"made_at": timezone.now()})
    return len(invitations)


def interested_in(course: Course) -> list[Interest]:
    """Return one interest of each person who waits for such a course and neither booked nor was told of it.

    Once it has been announced only those are left who asked for this very course.
    """
    offer = offers_of([course])[course]
    listening = Interest.objects.listening().prefetch_related("topics").order_by("pk")
    if Announcement.objects.filter(course=course).exists():
        listening = listening.filter(course=course)
    told = Invitation.objects.filter(course=course).values_list("interest__email", flat=True)
    booked = Booking.objects.filter(course=course, seats__state__in=sorted(ACTIVE)).values_list("email", flat=True)
    left_out = {email.casefold() for email in [*told, *booked]}
    chosen: dict[str, Interest] = {}
    for interest in listening:
        person = interest.email.casefold()
        if person not in left_out and fits(offer, interest):
            chosen.setdefault(person, interest)
    return list(chosen.values())
