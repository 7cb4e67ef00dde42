"""The pages by which somebody asks to be reminded of a programme. They find, call a verb, and answer."""

from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from pages.open_pages import open_pages
from vorgang.errors import TooManyRequests
from vorgang.limits import check_submission
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
    if not form.is_valid():
        return form_page(request, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        check_submission(request, form.cleaned_data["email"])
    except TooManyRequests as error:
        form.add_error(None, error.message)
        response = form_page(request, form, status=error.status)
        response["Retry-After"] = str(error.retry_after)
        return response
    ask_for_reminder(form.reminder_request(), submission=form.cleaned_data["started"])
    return redirect("wissen_reminder_sent")


def form_page(request: HttpRequest, form: ReminderForm, *, status: int = HTTPStatus.OK) -> HttpResponse:
    context = {"form": form, "programme": form.programme}
    return render(request, "wissen/reminder_form.html", context, status=status)


@never_cache
@require_safe
def reminder_sent(request: HttpRequest) -> HttpResponse:
    """Say what happens next; names nobody, so that it may be opened by anybody."""
    return render(request, "wissen/reminder_sent.html")
