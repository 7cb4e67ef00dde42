"""The private calendar of a person: its page, opened by the link of a booking, and the file programs ask for."""

from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from kurse.calendars import mine as my_calendar
from kurse.calendars.files import my_calendar as calendar_of
from kurse.links import LINK_PURPOSE
from kurse.models import Booking
from vorgang.conf import site_url
from vorgang.guards.limits import answers_too_many, check_unknown_link
from vorgang.models import PersonalLink
from vorgang.views.cases import opened_by_link, private


@require_http_methods(["GET", "HEAD", "POST"])
@opened_by_link
def my_calendar_page(request: HttpRequest, link: PersonalLink, token: str) -> HttpResponse:
    """Say what the calendar is, and switch it on or off; its address is shown once, when it is made."""
    booking = link.target
    if link.purpose != LINK_PURPOSE or not isinstance(booking, Booking) or not my_calendar.may_subscribe(booking):
        raise Http404
    address, status = "", HTTPStatus.OK
    match request.POST.get("action") if request.method == "POST" else None:
        case None if request.method != "POST":
            pass
        case "einschalten":
            made = my_calendar.switch_on(booking)
            address = site_url() + reverse("kurse_my_calendar_file", args=[made])
        case "ausschalten":
            my_calendar.switch_off(booking)
            return redirect("kurse_my_calendar", token)
        case _:
            status = HTTPStatus.BAD_REQUEST
    context = {"token": token, "address": address, "subscription": my_calendar.subscription_of(booking)}
    return render(request, "kurse/my_calendar.html", context, status=status)


@never_cache
@require_safe
@answers_too_many
def my_calendar_file(request: HttpRequest, token: str) -> HttpResponse:
    """Answer all courses of a person to whoever holds the address of their calendar."""
    subscription = my_calendar.subscribed(token)
    if subscription is None:
        check_unknown_link(request)
        raise Http404
    content = calendar_of(my_calendar.bookings_in(subscription))
    return private(HttpResponse(content, content_type="text/calendar; charset=utf-8"))
