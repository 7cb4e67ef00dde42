"""A course page with bookings stays: deleting it would take the people's bookings with it."""

from collections.abc import Iterable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.models import Page

from kurse.models import Booking, CoursePage


def refuse_to_delete_booked(request: HttpRequest, pages: Iterable) -> HttpResponse | None:
    """Answer with a message where one of the pages, or one below it, presents a course with bookings."""
    for page in pages:
        if not isinstance(page, Page):
            continue
        below = CoursePage.objects.descendant_of(page, inclusive=True)
        booked = Booking.objects.filter(course__page__in=below).select_related("course__page").first()
        if booked is not None:
            text = _(
                "Zum Kurs „%(course)s“ gibt es Anmeldungen, deshalb lässt sich die Seite nicht löschen. "
                "Nehmen Sie sie stattdessen aus der Veröffentlichung."
            )
            messages.error(request, text % {"course": booked.course})
            return redirect("wagtailadmin_explore", page.get_parent().pk)
    return None
