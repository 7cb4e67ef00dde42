"""The pages by which somebody asks to be reminded of a programme. They find, call a verb, and answer."""

from functools import partial
from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from pages.open_pages import open_pages
from vorgang.views.submitting import submitted
from wissen.models import ProgrammePage
from wissen.reminders.form import ReminderForm
from wissen.reminders.joining import ask_for_reminder


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def reminder_page(request: HttpRequest, page_id: int) -> HttpResponse:
    """Show the form and take a wish; every fault keeps what was typed. A 404 where there is nothing to remind of."""
    programme = get_object_or_404(open_pages(request).within(ProgrammePage.objects.filter(pk=page_id)))
    if not programme.offers_reminder:
        raise Http404
    if request.method != "POST":
        return form_page(request, ReminderForm(programme=programme))
    form = ReminderForm(request.POST, programme=programme)
    return submitted(
        request,
        form,
        send=lambda: ask_for_reminder(form.subscription_request(), idempotency_key=form.request_key()),
        done="wissen_reminder_sent",
        show=partial(form_page, request),
    )


def form_page(request: HttpRequest, form: ReminderForm, *, status: int = HTTPStatus.OK) -> HttpResponse:
    context = {"form": form, "programme": form.programme}
    return render(request, "wissen/reminder_form.html", context, status=status)


@never_cache
@require_safe
def reminder_sent(request: HttpRequest) -> HttpResponse:
    """Say what happens next; names nobody, so that it may be opened by anybody."""
    return render(request, "wissen/reminder_sent.html")
