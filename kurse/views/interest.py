"""The pages of the interest list: the form and its answer. They find, call a verb, and answer."""

from functools import partial

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from kurse.interest.form import InterestForm, course_asked_for, topics
from kurse.interest.joining import ask_to_be_told
from orte.models import Municipality
from vorgang.views.submitting import submitted


def looked_for(query: QueryDict) -> dict:
    """Return the filters of the programme as the form begins with them; what it does not know it leaves out."""
    return {
        "topics": list(topics().filter(slug__in=query.getlist("tag")).values_list("pk", flat=True)),
        "municipality": Municipality.objects.filter(slug=query.get("municipality", "")).first(),
        "weekdays": query.getlist("weekday"),
        "daytimes": query.getlist("daytime"),
    }


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest) -> HttpResponse:
    """Show the form of the interest list and take what it says; every fault keeps what was typed."""
    course = course_asked_for(request.GET.get("kurs", "")[:20])
    if request.method != "POST":
        return form_page(request, InterestForm(course=course, initial=looked_for(request.GET)))
    form = InterestForm(request.POST, course=course)
    return submitted(
        request,
        form,
        send=lambda: ask_to_be_told(form.subscription_request(), idempotency_key=form.request_key()),
        done="kurse_interest_sent",
        show=partial(form_page, request),
    )


def form_page(request: HttpRequest, form: InterestForm, *, status: int = 200) -> HttpResponse:
    return render(request, "kurse/interest_form.html", {"form": form, "course": form.course}, status=status)


@never_cache
@require_safe
def joined(request: HttpRequest) -> HttpResponse:
    """Say what happens next; names nobody, so that it may be opened by anybody."""
    return render(request, "kurse/interest_sent.html")
