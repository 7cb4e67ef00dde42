"""The office's page of one reminder, to which a mail that did not arrive leads."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from vorgang.desk.views import for_inbox_users, page
from vorgang.journal.writing import record
from vorgang.keeping.restriction import for_staff
from vorgang.models import OutboxMail
from vorgang.states import StaffAction
from wissen.models import FundingReminder
from wissen.reminders.wording import facts_of


@for_inbox_users
@require_safe
def reminder_admin(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a reminder and its mails that did not arrive; only its person changes it."""
    reminder = get_object_or_404(FundingReminder.objects.select_related("programme", "consent_text"), pk=pk)
    record(request.user, StaffAction.OPENED, reminder)
    return page(
        request,
        "wissen/admin/reminder.html",
        _("Erinnerung %(code)s") % {"code": reminder.code},
        reminder=for_staff(reminder),
        facts=[] if reminder.restricted_at else facts_of(reminder),
        troubles=OutboxMail.objects.about(reminder).troubled(),
    )
