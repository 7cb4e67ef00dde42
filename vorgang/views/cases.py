"""The pages of vorgang: personal page, lost link, contact. They find, call a verb, and answer."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from urllib.parse import urlencode

from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from pages.clean_text import clean_text
from vorgang import conf
from vorgang.case_types import CaseAction, CaseType, case_type_of
from vorgang.errors import CaseError, CaseRestricted, TooManyRequests
from vorgang.guards.limits import answers_too_many, check_submission, check_unknown_link
from vorgang.inbox.contact_form import ContactForm, LostLinkForm
from vorgang.inbox.work import receive_message, request_lost_link
from vorgang.links import resolve
from vorgang.models import Case, OwnDataRequest, PersonalLink
from vorgang.states import MessageKind

CONTACT_KINDS = {"barriere": MessageKind.ACCESSIBILITY, "inhalt": MessageKind.ILLEGAL_CONTENT}
PAGE_VERBS = require_http_methods(["GET", "HEAD", "POST"])


def opened_by_link(view, *, to: tuple[type[models.Model], ...] = (Case, OwnDataRequest)):
    """Decorate view(request, link, token, …) of a page that only the holder of a link to one of these sees.

    Wrong links are counted and look all alike; nobody on the way keeps the answer.
    """

    @never_cache
    @answers_too_many
    @wraps(view)
    def wrapped(request: HttpRequest, token: str, **kwargs) -> HttpResponse:
        link = resolve(token)
        if link is None or not isinstance(link.target, to):
            return private(unknown_link(request))
        return private(view(request, link, token, **kwargs))

    return wrapped


def unknown_link(request: HttpRequest) -> HttpResponse:
    """Answer a link that is good for nothing here, and count it; raises TooManyRequests."""
    check_unknown_link(request)
    return render(request, "vorgang/link_unknown.html", status=HTTPStatus.NOT_FOUND)


@PAGE_VERBS
@opened_by_link
def personal_page(request: HttpRequest, link: PersonalLink, token: str) -> HttpResponse:
    """Show a case to whoever holds its link; only a button changes anything, because mail scanners open links."""
    if isinstance(link.target, OwnDataRequest):
        return redirect("vorgang_own_data", token)
    case_type = case_type_of(link.target)
    if request.method == "POST":
        return act(request, link, case_type, token)
    return case_page(request, link, case_type, token)


def private(response: HttpResponse) -> HttpResponse:
    """Keep the address and the content of a personal page from third parties, search engines and caches."""
    # Not "no-referrer": with it browsers send "Origin: null" with the form, which the CSRF check must refuse.
    response["Referrer-Policy"] = "same-origin"
    response["X-Robots-Tag"] = "noindex"
    response["Cache-Control"] = "no-store"
    return response


def act(request: HttpRequest, link: PersonalLink, case_type: CaseType, token: str) -> HttpResponse:
    """Perform the action whose button was pressed, and lead to the page that says what is true now."""
    case = link.target
    action = find_action(case_type, link, request.POST.get("action", ""))
    if action is None:
        return case_page(request, link, case_type, token, status=HTTPStatus.BAD_REQUEST)
    if case.restricted_at:
        return case_page(request, link, case_type, token, status=HTTPStatus.CONFLICT)
    if not action.is_allowed(case):
        if action.already(case):
            return back_to(token, bereits=action.name)
        return case_page(request, link, case_type, token, error=action.refusal(case), status=HTTPStatus.CONFLICT)
    try:
        action.perform(case)
    except CaseError as error:
        link.refresh_from_db()
        return case_page(request, link, case_type, token, error=error.message, status=error.status)
    return back_to(token, erledigt=action.name)


def back_to(token: str, **query: str) -> HttpResponse:
    return HttpResponseRedirect(f"{reverse('vorgang_personal_page', args=[token])}?{urlencode(query)}")


def find_action(case_type: CaseType, link: PersonalLink, name: str) -> CaseAction | None:
    """Return an action by name if the link is good for it."""
    for action in case_type.actions:
        if action.name == name and link.purpose in action.purposes:
            return action
    return None


def case_page(
    request: HttpRequest, link: PersonalLink, case_type: CaseType, token: str, *, error="", status=HTTPStatus.OK
) -> HttpResponse:
    """Render the personal page; what the address claims to be done is said only if the case agrees."""
    case = link.target
    models.prefetch_related_objects([case], *case_type.read_once)
    usable = [action for action in case_type.actions if link.purpose in action.purposes]
    done = find_action(case_type, link, request.GET.get("erledigt", ""))
    is_done = done is not None and done.has_effect_on(case)
    # Whoever comes from another page that has done something is told of that, by the room.
    is_told = is_done or error or set(request.GET) - {"erledigt", "bereits"}
    actions = [action for action in usable if action.is_allowed(case) and not case.restricted_at]
    context = {
        "case": case,
        "link": link,
        "token": token,
        "case_type": case_type,
        "actions": actions,
        # A question comes first. Where nothing is asked, one reads what is booked before one could cancel it.
        "asks": any(action.style == "primary" for action in actions),
        "restricted": CaseRestricted.message if case.restricted_at else "",
        "done": done.done if is_done else "",
        "already": [] if is_told else [text for action in usable if (text := action.already(case))],
        "error": error,
    }
    return render(request, "vorgang/personal_page.html", context, status=status)


@never_cache
@PAGE_VERBS
def lost_link(request: HttpRequest) -> HttpResponse:
    """Take an address; the answer is the same whether we know it or not, and the worker does the looking up."""
    form = LostLinkForm(request.POST if request.method == "POST" else None)
    return address_page(request, "vorgang/lost_link.html", form, request_lost_link, "vorgang_lost_link_sent")


def address_page(
    request: HttpRequest, template: str, form: LostLinkForm, ask: Callable[[str, str], None], sent: str
) -> HttpResponse:
    """Show a form that asks for an address, or call `ask(email, language)` within the limits."""
    if form.is_bound and form.is_valid():
        email = form.cleaned_data["email"]
        try:
            check_submission(request, email)
        except TooManyRequests as error:
            return too_many(request, template, form, error)
        ask(email, conf.supported_language(get_language() or ""))
        return redirect(sent)
    return form_page(request, template, form)


@never_cache
@PAGE_VERBS
def contact(request: HttpRequest) -> HttpResponse:
    """Show the contact form and take a message; every fault keeps what was typed."""
    kind = CONTACT_KINDS.get(request.GET.get("art", ""), MessageKind.CONTACT)
    asked = clean_text(request.GET.get("frage", "")[:500])
    initial = {"page_url": request.GET.get("seite", "")[:500], "text": asked}
    form = ContactForm(request.POST if request.method == "POST" else None, initial=initial, kind=kind)
    if request.method == "POST" and form.is_valid():
        try:
            check_submission(request, form.cleaned_data["email"])
        except TooManyRequests as error:
            return too_many(request, "vorgang/contact.html", form, error)
        receive_message(form.message_request(), submission=form.cleaned_data["started"])
        return redirect("vorgang_contact_sent")
    return form_page(request, "vorgang/contact.html", form)


def form_page(request: HttpRequest, template: str, form, status: int | None = None, **context) -> HttpResponse:
    wrong = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    is_report = getattr(form, "kind", None) == MessageKind.ILLEGAL_CONTENT
    kept = conf.erase_report_after() if is_report else conf.erase_message_after()
    context |= {"form": form, "erase_months": round(kept.days / 30.5)}
    return render(request, template, context, status=status or wrong)


def too_many(request: HttpRequest, template: str, form, error: TooManyRequests, **context) -> HttpResponse:
    """Show the form again with what was typed, and say when the next attempt is welcome."""
    form.add_error(None, error.message)
    response = form_page(request, template, form, status=error.status, **context)
    response["Retry-After"] = str(error.retry_after)
    return response


@never_cache
@require_safe
def lost_link_sent(request: HttpRequest) -> HttpResponse:
    return render(request, "vorgang/lost_link_sent.html")


@never_cache
@require_safe
def contact_sent(request: HttpRequest) -> HttpResponse:
    return render(request, "vorgang/contact_sent.html")
