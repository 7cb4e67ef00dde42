"""What the desk can do with a course, in the order in which it is done; what is rarer stands in the menu beside."""

from django.contrib.auth.models import AbstractBaseUser
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin.widgets.button import Button, HeaderButton

from kurse.attendance.roster import is_over
from kurse.interest.demand import people_waiting_for
from kurse.models import Course
from kurse.planning.copying import may_copy


def everyday(user: AbstractBaseUser, course: Course) -> list[HeaderButton]:
    """Return the buttons above the form of a course."""
    buttons = []
    if user.has_perm("kurse.view_booking"):
        bookings = f"{reverse('kurse_booking:index')}?course={course.pk}"
        people = reverse("kurse_participants", args=[course.pk])
        buttons += [
            HeaderButton(_("Buchungen"), bookings, icon_name="group", priority=10),
            HeaderButton(_("Teilnehmende und Unterlagen"), people, icon_name="clipboard-list", priority=20),
        ]
    if user.has_perm("kurse.add_booking"):
        phone = reverse("kurse_phone_booking", args=[course.pk])
        buttons.append(HeaderButton(_("Buchung am Telefon"), phone, icon_name="plus", priority=30))
    if course.needs_approval and user.has_perm("kurse.change_booking"):
        decide = f"{reverse('kurse_decide')}?kurs={course.pk}"
        buttons.append(HeaderButton(_("Anfragen entscheiden"), decide, icon_name="help", priority=35))
    people = people_waiting_for(course) if user.has_perm("kurse.view_interest") else 0
    if people:
        waiting = ngettext("%(people)s Mensch interessiert sich", "%(people)s Menschen interessieren sich", people)
        interests = f"{reverse('kurse_interest:index')}?course={course.pk}"
        buttons.append(HeaderButton(waiting % {"people": people}, interests, icon_name="mail", priority=40))
    return buttons


def after_change(user: AbstractBaseUser, course: Course, *, otherwise: str) -> str:
    """Return where a saved change leads: to telling the people of the course if that is due, else elsewhere."""
    is_due = user.has_perm("kurse.change_booking") and course.moves.pending().exists()
    return reverse("kurse_moved", args=[course.pk]) if is_due else otherwise


def has_feedback(course: Course) -> bool:
    """Whether people may have been asked how it was: where dates are booked singly, while others are still to come."""
    has_begun = course.starts_at is not None and course.starts_at < timezone.now()
    return is_over(course) or (course.single_dates and has_begun)


def rarer(user: AbstractBaseUser, course: Course) -> list[Button]:
    """Return the entries of the menu behind the three dots."""
    page = reverse("wagtailadmin_pages:edit", args=[course.page_id])
    buttons = [Button(_("Seite bearbeiten"), page, icon_name="edit", priority=10)]
    if user.has_perm("kurse.change_course"):
        series = reverse("kurse_series", args=[course.pk])
        buttons.append(Button(_("Termine erzeugen"), series, icon_name="calendar-alt", priority=15))
        questions = reverse("kurse_add_questions", args=[course.pk])
        buttons.append(Button(_("Fragen übernehmen"), questions, icon_name="help", priority=17))
    if user.has_perm("kurse.view_booking") and course.questions_edition:
        answers = reverse("kurse_answers", args=[course.pk])
        buttons.append(Button(_("Antworten"), answers, icon_name="help", priority=18))
    if user.has_perm("kurse.view_course") and has_feedback(course):
        feedback = reverse("kurse_feedback_results", args=[course.pk])
        buttons.append(Button(_("Rückmeldungen"), feedback, icon_name="comment", priority=19))
    if may_copy(user, course):
        copy = reverse("kurse_copy", args=[course.pk])
        buttons.append(Button(_("Kurs kopieren"), copy, icon_name="copy", priority=30))
    if user.has_perm("kurse.change_booking"):
        notice = reverse("kurse_notice", args=[course.pk])
        buttons.append(Button(_("Nachricht an Teilnehmende"), notice, icon_name="mail", priority=20))
        if course.is_running():
            call_off = reverse("kurse_call_off", args=[course.pk])
            buttons.append(Button(_("Kurs absagen"), call_off, icon_name="cross", priority=90))
    return buttons
