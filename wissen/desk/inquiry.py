"""The office's page of one question: answer it, give it to a guide, close it, make a draft of it."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.admin import messages

from vorgang.desk.views import desk_people, for_inbox_users, page
from vorgang.errors import CaseError
from vorgang.journal.writing import record
from vorgang.keeping.restriction import for_staff
from vorgang.models import OutboxMail
from vorgang.states import StaffAction
from wissen.desk.inquiry_forms import DraftForm, GuideChoiceForm, OfficeAnswerForm, topics_to_write_below
from wissen.inquiries import asking
from wissen.inquiries.drafting import draft_from
from wissen.models import Inquiry
from wissen.states import INQUIRY_SUCCESSORS, InquiryState


@for_inbox_users
@require_http_methods(["GET", "HEAD", "POST"])
def inquiry_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a question with what can be done, and send an answer by mail."""
    inquiry = get_object_or_404(
        Inquiry.objects.select_related("assignee", "answered_by", "guide", "topic", "draft"), pk=pk
    )
    form = OfficeAnswerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            asking.answer(inquiry, form.cleaned_data["text"], by=request.user)
        except CaseError as error:
            form.add_error(None, error.message)
        else:
            sent = _("Die Antwort auf %(code)s geht in diesem Moment hinaus.") % {"code": inquiry.code}
            messages.success(request, sent)
            return redirect("wissen_inquiry", pk)
    record(request.user, StaffAction.OPENED, inquiry)
    topics = topics_to_write_below(request.user)
    return page(
        request,
        "wissen/admin/inquiry.html",
        _("Frage %(code)s") % {"code": inquiry.code},
        status=422 if form.is_bound else 200,
        inquiry=for_staff(inquiry),
        page_path=inquiry.page_url if leads_into_this_site(inquiry.page_url) else "",
        author=inquiry.answered_by or (inquiry.guide.name if inquiry.guide else "–"),
        is_open=bool(INQUIRY_SUCCESSORS[InquiryState(inquiry.state)]),
        form=form,
        guide_form=GuideChoiceForm(initial={"guide": inquiry.guide_id}),
        draft_form=DraftForm(topics=topics, inquiry=inquiry) if topics else None,
        troubles=OutboxMail.objects.about(inquiry, *inquiry.assignments.all()).troubled(),
        people=desk_people(),
        type_name=Inquiry._meta.label_lower,
    )


@for_inbox_users
@require_POST
def inquiry_action(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Give a question to a guide, close it, or make a draft of it."""
    inquiry = get_object_or_404(Inquiry.objects.filter(erased_at__isnull=True), pk=pk)
    if verb not in ACTIONS:
        raise Http404
    try:
        return ACTIONS[verb](request, inquiry)
    except CaseError as error:
        messages.error(request, error.message)
        return redirect("wissen_inquiry", pk)


def leads_into_this_site(address: str) -> bool:
    """Whether what a visitor's browser told as the page may be followed: a path of ours, no other site, no script."""
    return address.startswith("/") and url_has_allowed_host_and_scheme(address, allowed_hosts=None)


def choose_guide(request: HttpRequest, inquiry: Inquiry) -> HttpResponse:
    form = GuideChoiceForm(request.POST)
    if not form.is_valid():
        return refused(request, inquiry, form)
    guide = form.cleaned_data["guide"]
    if guide is not None:
        asking.give_to_guide(inquiry, guide, by=request.user)
        messages.success(
            request, _("%(code)s liegt jetzt bei %(guide)s.") % {"code": inquiry.code, "guide": guide.name}
        )
    elif inquiry.guide_id:
        asking.take_back(inquiry, by=request.user)
        messages.success(request, _("%(code)s liegt jetzt bei der Stelle.") % {"code": inquiry.code})
    return redirect("wissen_inquiry", inquiry.pk)


def close(request: HttpRequest, inquiry: Inquiry) -> HttpResponse:
    asking.close(inquiry, by=request.user)
    messages.success(request, _("%(code)s ist geschlossen.") % {"code": inquiry.code})
    return redirect("wissen_inquiry", inquiry.pk)


def make_draft(request: HttpRequest, inquiry: Inquiry) -> HttpResponse:
    """Make the draft and lead to it; raises PermissionDenied for whoever may add a page below no topic."""
    topics = topics_to_write_below(request.user)
    if not topics:
        raise PermissionDenied
    form = DraftForm(request.POST, topics=topics, inquiry=inquiry)
    if not form.is_valid():
        return refused(request, inquiry, form)
    draft = draft_from(inquiry, form.cleaned_data["topic"], by=request.user)
    messages.success(request, _("Der Entwurf ist angelegt. Bitte lesen Sie ihn, bevor Sie ihn veröffentlichen."))
    return redirect("wagtailadmin_pages:edit", draft.pk)


def refused(request: HttpRequest, inquiry: Inquiry, form) -> HttpResponse:
    messages.error(request, " ".join(text for texts in form.errors.values() for text in texts))
    return redirect("wissen_inquiry", inquiry.pk)


ACTIONS = {"lotse": choose_guide, "schliessen": close, "entwurf": make_draft}
