"""The pages by which visitors ask the office. They find, call a verb, and answer."""

from functools import partial
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from pages.clean_text import clean_text, one_line
from vorgang.views.submitting import submitted
from wissen import conf
from wissen.inquiries.asked_from import page_asked_from
from wissen.inquiries.asking import ask
from wissen.inquiries.forms import LONGEST_ORIGIN, AskForm
from wissen.reading.pages import open_topics, topic_of_page


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask_page(request: HttpRequest) -> HttpResponse:
    """Show the form with what was searched for, and take a question; every fault keeps what was typed.

    `?frage=` and `?seite=` stay in the address of the form, so that they are known when it is sent.
    """
    query = clean_text(request.GET.get("frage", "")[:LONGEST_ORIGIN])
    page_url = one_line(request.GET.get("seite", "")[:LONGEST_ORIGIN])
    topics = open_topics(request)
    if request.method != "POST":
        initial = {"question": query, "topic": topic_of_page(topics, page_url)}
        return form_page(request, AskForm(topics=topics, initial=initial), page_url=page_url)
    form = AskForm(request.POST, topics=topics)
    return submitted(
        request,
        form,
        send=lambda: ask(form.inquiry_request(page_url=page_url, query=query), submission=form.cleaned_data["started"]),
        done="wissen_asked",
        show=partial(form_page, request, page_url=page_url),
    )


def form_page(request: HttpRequest, form: AskForm, *, page_url: str, status: int = HTTPStatus.OK) -> HttpResponse:
    context = {
        "form": form,
        "page_url": page_url,
        "asked_from": page_asked_from(request, page_url) if page_url else None,
        "erase_months": round(conf.erase_inquiry_after().days / 30.5),
    }
    return render(request, "wissen/ask_form.html", context, status=status)


@never_cache
@require_safe
def asked(request: HttpRequest) -> HttpResponse:
    """Say what happens next; names nobody, so that it may be opened by anybody."""
    return render(request, "wissen/asked.html")
