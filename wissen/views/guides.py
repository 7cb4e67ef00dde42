"""What a guide sees by their link, without an account: one question, the field for its answer, the way back."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from vorgang.errors import CaseError
from vorgang.models import PersonalLink
from vorgang.states import StaffAction
from vorgang.views.cases import opened_by_link, unknown_link
from wissen.inquiries.anonymous import without_people
from wissen.inquiries.asking import answer_as_guide, hand_back, note_guide
from wissen.inquiries.forms import AnswerForm
from wissen.inquiries.guide_links import assignment_of
from wissen.models import Assignment
from wissen.reading.pages import title_of_topic


def for_guides(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Decorate view(request, assignment, …) of a page that only the holder of a guide's link sees."""

    @wraps(view)
    def wrapped(request: HttpRequest, link: PersonalLink, token: str) -> HttpResponse:
        assignment = assignment_of(link)
        return unknown_link(request) if assignment is None else view(request, assignment)

    return opened_by_link(wrapped, to=(Assignment,))


@require_http_methods(["GET", "HEAD", "POST"])
@for_guides
def guide_page(request: HttpRequest, assignment: Assignment) -> HttpResponse:
    """Show a question, send its answer, or return it to the office; only a button changes anything."""
    if request.method != "POST":
        return question_page(request, assignment, AnswerForm())
    if "zurueck" in request.POST:
        return done_or_told(request, assignment, AnswerForm(), lambda: hand_back(assignment))
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return question_page(request, assignment, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return done_or_told(request, assignment, form, lambda: answer_as_guide(assignment, form.cleaned_data["text"]))


def done_or_told(request: HttpRequest, assignment: Assignment, form: AnswerForm, act: Callable) -> HttpResponse:
    """Call a verb and lead on, or show the page again with what was typed and why it was refused."""
    try:
        act()
    except CaseError as error:
        return question_page(request, assignment, form, error=error.message, status=error.status)
    return redirect("wissen_guide_done")


def question_page(
    request: HttpRequest, assignment: Assignment, form: AnswerForm, *, error: str = "", status: int = HTTPStatus.OK
) -> HttpResponse:
    """Show the question without whoever asked it; of one that is done or locked only that it is."""
    inquiry = assignment.inquiry
    is_open = assignment.is_current and not inquiry.restricted_at
    if is_open:
        note_guide(StaffAction.OPENED, inquiry)
    context = {
        "inquiry": inquiry,
        "topic": title_of_topic(inquiry.topic),
        "question": without_people(inquiry.question, inquiry.name) if is_open else "",
        # Read aloud in the right language: that of the guide need not be that of whoever asked.
        "question_language": "" if inquiry.language == get_language() else inquiry.language,
        "form": form,
        "is_open": is_open,
        "error": error,
    }
    return render(request, "wissen/guide.html", context, status=status)


@never_cache
@require_safe
def guide_done(request: HttpRequest) -> HttpResponse:
    """Say thank you; names no question, so that it may be opened by anybody."""
    return render(request, "wissen/guide_done.html")
