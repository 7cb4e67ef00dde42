"""Deciding about several requests at once: choose, see what each person will read, then say yes or no to all."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from kurse.booking.deciding import Decision, decide_each, undecided
from kurse.desk.views import trail
from kurse.mails.kinds import booking_context
from kurse.models import Booking
from vorgang.journal.writing import record
from vorgang.outbox.rendering import Wording, wording_for
from vorgang.states import StaffAction

AT_ONCE = 100


@dataclass(frozen=True)
class Told:
    """One of those chosen, and what the mail to them will say."""

    booking: Booking
    wording: Wording


@require_http_methods(["GET", "HEAD", "POST"])
def deciding_page(request: HttpRequest) -> HttpResponse:
    """List who waits for a decision; after a choice show the mails, and decide when that is confirmed."""
    if not request.user.has_perm("kurse.change_booking"):
        raise PermissionDenied
    course_id = request.GET.get("kurs", "")
    waiting = undecided().select_related("course__page").prefetch_related("seats")
    if course_id.isdecimal():
        waiting = waiting.filter(course_id=int(course_id[:9]))
    bookings = sorted(waiting[:AT_ONCE], key=lambda each: (each.course.starts_at, each.course_id, each.created_at))
    chosen = [each for each in bookings if str(each.pk) in request.POST.getlist("buchung")]
    decision = DECISIONS.get(request.POST.get("entscheidung", ""))
    if chosen and decision and "bestaetigt" in request.POST:
        say_outcome(request, decision, chosen)
        return redirect(request.get_full_path())
    record(request.user, StaffAction.LISTED, Booking, number=len(bookings))
    title = _("Wer nimmt teil?")
    context = {
        "header_title": title,
        "header_icon": "help",
        "breadcrumbs_items": trail((title, "")),
        "bookings": bookings,
        "nothing_chosen": request.method == "POST",
    }
    template, status = "kurse/admin/deciding.html", 422 if request.method == "POST" else 200
    if chosen and decision:
        told = [Told(each, wording_for(decision.mail, each, booking_context)) for each in chosen]
        context |= {"decision": decision, "told": told}
        template, status = "kurse/admin/deciding_preview.html", 200
    return TemplateResponse(request, template, context, status=status)


DECISIONS = {"zusagen": Decision.APPROVE, "absagen": Decision.TURN_DOWN}


def say_outcome(request: HttpRequest, decision: Decision, chosen: list[Booking]) -> None:
    """Decide, and say of how many; who could not be decided about any more is named with the reason."""
    done, left = decide_each(chosen, decision, by=request.user)
    if done and decision == Decision.APPROVE:
        told = ngettext("%(n)s Buchung ist zugesagt.", "%(n)s Buchungen sind zugesagt.", len(done))
        messages.success(request, told % {"n": len(done)})
    elif done:
        told = ngettext("%(n)s Buchung ist abgesagt.", "%(n)s Buchungen sind abgesagt.", len(done))
        messages.success(request, told % {"n": len(done)})
    for booking, fault in left:
        messages.error(request, f"{booking.code}: {fault}")
