"""The office's views: inbox, one message with its answer, letters, mails that did not arrive."""

from functools import wraps

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import prefetch_related_objects
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy_
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from wagtail.admin import messages

from vorgang import conf
from vorgang.case_types import case_type_of
from vorgang.desk.forms import AddressForm, AssignForm, DecisionForm, NextActionForm, ReplyForm
from vorgang.errors import CaseError
from vorgang.inbox import work
from vorgang.inbox.listing import Pile, listed, rows_of, waiting
from vorgang.journal.writing import record
from vorgang.keeping.restriction import for_staff
from vorgang.mails import mail_kinds
from vorgang.models import Case, EnclosureMixin, Message, OutboxMail
from vorgang.outbox.rendering import NothingToSend
from vorgang.papers.letters import letter_pdf
from vorgang.states import StaffAction, StaffReason

PER_PAGE = 50
PILE_LABELS = {
    Pile.ALL: lazy_("Alle offenen"),
    Pile.MINE: lazy_("Meine"),
    Pile.UNASSIGNED: lazy_("Ohne Zuständige"),
    Pile.OVERDUE: lazy_("Überfällig"),
    Pile.ANSWERED: lazy_("Beantwortet"),
    Pile.RESTRICTED: lazy_("Gesperrt"),
}


def for_inbox_users(view):
    """Let only staff in who may use the inbox."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not request.user.has_perm("vorgang.use_inbox"):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return wrapped


def page(request: HttpRequest, template: str, title: str, status: int = 200, **context) -> TemplateResponse:
    """Render a page of the CMS with its way back to the inbox."""
    home = {"url": reverse("wagtailadmin_home"), "label": _("Start")}
    inbox = {"url": reverse("vorgang_inbox"), "label": _("Posteingang")}
    trail = [home, inbox] if title == inbox["label"] else [home, inbox, {"url": "", "label": title}]
    context |= {"header_title": title, "page_title": title, "header_icon": "mail", "breadcrumbs_items": trail}
    return TemplateResponse(request, template, context, status=status)


@for_inbox_users
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """List what waits for an answer in all rooms, the oldest first."""
    pile = Pile(request.GET["art"]) if request.GET.get("art") in set(Pile) else Pile.ALL
    union = listed(pile, request.user)
    part = Paginator(union if union is not None else [], PER_PAGE).get_page(request.GET.get("seite"))
    failed = mails_with_cases(OutboxMail.objects.failed())
    letters = mails_with_cases(OutboxMail.objects.letters())
    number = len(part) + len(failed) + len(letters)
    record(request.user, StaffAction.LISTED, Message, reason=StaffReason.INBOX, number=number)
    return page(
        request,
        "vorgang/admin/inbox.html",
        _("Posteingang"),
        pile=pile,
        piles=[{"name": name.value, "label": label, "is_current": name == pile} for name, label in PILE_LABELS.items()],
        part=part,
        rows=rows_of(list(part)),
        people=desk_people(),
        waiting=waiting(),
        failed=failed,
        letters=letters,
        days=conf.escalation_after().days,
    )


def desk_people() -> list:
    """Return the staff to whom a case can be given."""
    people = get_user_model().objects.with_perm(
        "vorgang.use_inbox", backend="django.contrib.auth.backends.ModelBackend"
    )
    return list(people.order_by(get_user_model().USERNAME_FIELD))


def mails_with_cases(rows) -> list[dict]:
    """Return mails with what they are about and where that is in the CMS, in as many queries as kinds of case."""
    kinds = mail_kinds()
    found = []
    mails = list(rows.prefetch_related("case")[:PER_PAGE])
    for model in {type(mail.case) for mail in mails if isinstance(mail.case, EnclosureMixin)}:
        prefetch_related_objects([mail.case for mail in mails if isinstance(mail.case, model)], model.case_field)
    for mail in mails:
        kind, case = kinds.get(mail.kind), for_staff(mail.about)
        found.append({"mail": mail, "label": kind.label if kind else mail.kind, "case": case, "url": url_of(case)})
    return found


def url_of(case) -> str:
    try:
        return case_type_of(case).admin_url(case) if case is not None else ""
    except LookupError:
        return ""


def back(request: HttpRequest, otherwise: str) -> HttpResponse:
    """Lead to where the form says it came from, if that is ours."""
    target = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return redirect(target if target and is_ours else otherwise)


@for_inbox_users
@require_POST
def desk_action(request: HttpRequest, type_name: str, pk: int, verb: str) -> HttpResponse:
    """Assign a case, note the next step, or mark it as answered."""
    case = work.find_case(type_name, pk)
    if case is None or verb not in DESK_ACTIONS:
        raise Http404
    try:
        messages.success(request, DESK_ACTIONS[verb](request, case))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    except CaseError as error:
        messages.error(request, error.message)
    return back(request, reverse("vorgang_inbox"))


def assign(request: HttpRequest, case: Case) -> str:
    form = AssignForm(request.POST, people=desk_people())
    work.assign(case, valid(form)["assignee"], by=request.user)
    return _("Die Zuständigkeit für %(code)s ist eingetragen.") % {"code": case.code}


def note_next_action(request: HttpRequest, case: Case) -> str:
    work.set_next_action(case, valid(NextActionForm(request.POST))["next_action"], by=request.user)
    return _("Der nächste Schritt für %(code)s ist notiert.") % {"code": case.code}


def mark_answered(request: HttpRequest, case: Case) -> str:
    work.mark_answered(case, by=request.user)
    return _("%(code)s ist als beantwortet vermerkt.") % {"code": case.code}


def valid(form) -> dict:
    """Return what a form holds; raises ValidationError with everything that is wrong with it."""
    if not form.is_valid():
        raise ValidationError([text for texts in form.errors.values() for text in texts])
    return form.cleaned_data


DESK_ACTIONS = {"zuweisen": assign, "schritt": note_next_action, "beantwortet": mark_answered}


@for_inbox_users
@require_http_methods(["GET", "HEAD", "POST"])
def message(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a message with its replies, and send one by mail."""
    found = get_object_or_404(Message.objects.select_related("assignee"), pk=pk)
    form_class = DecisionForm if found.is_report else ReplyForm
    form = form_class(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            work.reply(found, form.cleaned_data["text"], author=request.user)
        except CaseError as error:
            form.add_error(None, error.message)
        else:
            messages.success(
                request, _("Die Antwort auf %(code)s geht in diesem Moment hinaus.") % {"code": found.code}
            )
            return redirect("vorgang_message", found.pk)
    record(request.user, StaffAction.OPENED, found)
    replies = [] if found.restricted_at else found.replies.select_related("author")
    return page(
        request,
        "vorgang/admin/message.html",
        _("Nachricht %(code)s") % {"code": found.code},
        status=422 if form.is_bound else 200,
        message=for_staff(found),
        replies=replies,
        troubles=OutboxMail.objects.about(found, *replies).troubled(),
        form=form,
        people=desk_people(),
        type_name=Message._meta.label_lower,
    )


@for_inbox_users
@require_http_methods(["GET", "HEAD", "POST"])
def letter(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for the postal address, which is kept nowhere, and answer the letter as PDF."""
    row = get_object_or_404(OutboxMail.objects.filter(channel="letter"), pk=pk)
    form = AddressForm(
        request.POST if request.method == "POST" else None, name=getattr(for_staff(row.case), "name", "")
    )
    if request.method == "POST" and form.is_valid():
        try:
            content = letter_pdf(row, form.cleaned_data["address"])
        except NothingToSend:
            raise Http404 from None
        except CaseError as error:
            form.add_error(None, error.message)
        else:
            response = HttpResponse(content, content_type="application/pdf")
            response["Content-Disposition"] = f'inline; filename="brief-{row.case.code}.pdf"'
            response["Cache-Control"] = "no-store"
            record(request.user, StaffAction.PRINTED, row.about, reason=StaffReason.LETTER)
            return response
    record(request.user, StaffAction.OPENED, row.about or row, reason=StaffReason.LETTER)
    status = 422 if form.is_bound else 200
    return page(request, "vorgang/admin/letter.html", _("Brief drucken"), status=status, row=row, form=form)


@for_inbox_users
@require_POST
def mail_action(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Send a mail again, put it aside, or note that a letter is printed."""
    row = get_object_or_404(OutboxMail, pk=pk)
    verbs = {
        "nochmal": (work.send_again, _("Die E-Mail wird noch einmal verschickt.")),
        "erledigt": (work.drop_mail, _("Die E-Mail ist als erledigt vermerkt.")),
        "gedruckt": (work.mark_printed, _("Der Brief ist als gedruckt vermerkt.")),
    }
    if verb not in verbs:
        raise Http404
    act, sentence = verbs[verb]
    if act(row, by=request.user):
        messages.success(request, sentence)
    else:
        messages.warning(request, _("Das war schon erledigt."))
    return redirect("vorgang_inbox")
