"""The pages of a person's rights: see, take along, put right and delete what we keep of them, each by a link."""

from dataclasses import dataclass
from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from vorgang import conf
from vorgang.case_types import case_type_of
from vorgang.disclosure.collecting import cases_of_address, disclose
from vorgang.disclosure.entries import Disclosure, Entry
from vorgang.disclosure.files import cells, disclosure_json, disclosure_pdf, elsewhere_sentence, item, source, title_of
from vorgang.disclosure.kept import is_kept
from vorgang.errors import CaseError, TooManyRequests
from vorgang.guards.limits import check_submission
from vorgang.inbox.contact_form import LostLinkForm
from vorgang.keeping.erasure import OWN_DATA_LINK
from vorgang.keeping.restriction import refuse_restricted
from vorgang.models import Case, OwnDataRequest, PersonalLink
from vorgang.own_data import rights
from vorgang.own_data.forms import CorrectionForm, NewAddressForm
from vorgang.views.cases import PAGE_VERBS, address_page, form_page, opened_by_link, too_many

FILES = {"json": ("application/json", disclosure_json), "pdf": ("application/pdf", disclosure_pdf)}


@dataclass(frozen=True)
class Scope:
    """What a link opens: one case, or every case of the `address` that was shown to be the person's."""

    address: str
    cases: list[Case]

    def case(self, code: str) -> Case:
        """Return one of the cases; raises Http404 for any other, whether it exists or not."""
        for case in self.cases:
            if case.code == code:
                return case
        raise Http404


def scope_of(link: PersonalLink) -> Scope:
    target = link.target
    if isinstance(target, OwnDataRequest):
        return Scope(target.email, cases_of_address(target.email))
    return Scope("", [target])


@never_cache
@PAGE_VERBS
def own_data_request(request: HttpRequest) -> HttpResponse:
    """Take an address; the answer is the same whether we know it or not, and the worker does the looking up."""
    form = LostLinkForm(request.POST if request.method == "POST" else None)
    return address_page(
        request, "vorgang/own_data_request.html", form, rights.request_own_data, "vorgang_own_data_sent"
    )


@never_cache
@require_safe
def own_data_sent(request: HttpRequest) -> HttpResponse:
    context = {"days": OWN_DATA_LINK.days, "is_new_address": request.GET.get("adresse") == "neu"}
    return render(request, "vorgang/own_data_sent.html", context)


@never_cache
@require_safe
def own_data_erased(request: HttpRequest) -> HttpResponse:
    return render(request, "vorgang/own_data_erased.html")


@PAGE_VERBS
@opened_by_link
def own_data_page(request: HttpRequest, link: PersonalLink, token: str) -> HttpResponse:
    """Show everything the link opens; one sent to a new address asks first whether it is the person's."""
    if link.purpose == rights.NEW_ADDRESS and is_kept(link.target.former_email):
        return confirm_address(request, link, token)
    scope = scope_of(link)
    disclosure = disclose(scope.cases, scope.address)
    context = {
        "token": token,
        "scope": scope,
        "sections": sections(scope.cases, disclosure),
        "elsewhere": elsewhere_sentence(disclosure),
        "may_move": scope.address and is_kept(scope.address),
        "is_moved": link.purpose == rights.NEW_ADDRESS,
        "is_corrected": request.GET.get("erledigt") == "berichtigt",
    }
    return render(request, "vorgang/own_data.html", context)


def confirm_address(request: HttpRequest, link: PersonalLink, token: str) -> HttpResponse:
    error, status = "", HTTPStatus.OK
    if request.method == "POST":
        try:
            rights.move_to_new_address(link.target)
        except CaseError as refused:
            error, status = refused.message, refused.status
        else:
            return redirect("vorgang_own_data", token)
    context = {"email": link.target.email, "error": error}
    return render(request, "vorgang/new_address_confirm.html", context, status=status)


def sections(cases: list[Case], disclosure: Disclosure) -> list[dict]:
    """Return the entries by case, in the order of the cases; what belongs to none of theirs comes last."""
    codes = {case.code for case in cases} | {""}
    found = [
        section(f"{case_type_of(case).label} {case.code}", case, disclosure.entries, {case.code}) for case in cases
    ]
    told_by_others = section(
        _("Was andere uns von Ihnen genannt haben"),
        None,
        disclosure.entries,
        {entry.code for entry in disclosure.entries} - codes,
    )
    told_by_others["is_of_others"] = True
    rest = section(_("Ihre Anfragen nach Links"), None, disclosure.entries, {""})
    return [*found, *(part for part in (told_by_others, rest) if part["tables"])]


def section(title: str, case: Case | None, entries: list[Entry], codes: set[str]) -> dict:
    """Return one part of the page; tables of one kind are numbered, because each is a landmark with its name."""
    code = case.code if case is not None else "-".join(sorted(codes))
    own = [entry for entry in entries if entry.code in codes]
    titles = [title_of(entry) for entry in own]
    tables = [
        {
            "id": f"daten-{code}-{number}",
            "caption": name if titles.count(name) == 1 else f"{name} ({titles[: number + 1].count(name)})",
            "rows": [*source(entry), *(cells(value) for value in entry.for_readers())],
            "items": [
                *({"term": term, "text": text} for term, text, *_empty in source(entry)),
                *(item(value) for value in entry.for_readers()),
            ],
        }
        for number, (entry, name) in enumerate(zip(own, titles, strict=True))
    ]
    return {"title": title, "case": case, "tables": tables}


@require_safe
@opened_by_link
def own_data_file(request: HttpRequest, link: PersonalLink, token: str, suffix: str) -> HttpResponse:
    """Answer the same as a file to keep, to print or to give to somebody else."""
    scope = scope_of(link)
    return file_response(disclose(scope.cases, scope.address), suffix)


def file_response(disclosure: Disclosure, suffix: str) -> HttpResponse:
    """Return a disclosure as a download that nobody keeps on the way; raises Http404 for an unknown suffix."""
    if suffix not in FILES:
        raise Http404
    content_type, rendered = FILES[suffix]
    response = HttpResponse(rendered(disclosure), content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="auskunft.{suffix}"'
    response["Cache-Control"] = "no-store"
    return response


@PAGE_VERBS
@opened_by_link
def correct_case(request: HttpRequest, link: PersonalLink, token: str, code: str) -> HttpResponse:
    """Show name and phone of a case, and write what is put right."""
    case = scope_of(link).case(code)
    initial = {"name": case.name, "phone": case.phone}
    form = CorrectionForm(request.POST if request.method == "POST" else None, initial=initial)
    status = None
    if form.is_bound and form.is_valid():
        try:
            rights.correct(case, name=form.cleaned_data["name"], phone=form.cleaned_data["phone"])
        except CaseError as error:
            form.add_error(None, error.message)
            status = error.status
        else:
            return redirect(f"{reverse('vorgang_own_data', args=[token])}?erledigt=berichtigt")
    kind = case_type_of(case).label
    return form_page(request, "vorgang/correct_case.html", form, status, token=token, case=case, kind=kind)


@PAGE_VERBS
@opened_by_link
def new_address(request: HttpRequest, link: PersonalLink, token: str) -> HttpResponse:
    """Take a new address; it is asked by mail before anything is moved. One case's link is not enough."""
    scope = scope_of(link)
    if not scope.address:
        raise Http404
    context = {"token": token, "address": scope.address}
    form = NewAddressForm(request.POST if request.method == "POST" else None, former_email=scope.address)
    if form.is_bound and form.is_valid():
        email = form.cleaned_data["email"]
        try:
            check_submission(request, email)
        except TooManyRequests as error:
            return too_many(request, "vorgang/new_address.html", form, error, **context)
        rights.request_new_address(scope.address, email, conf.supported_language(get_language() or ""))
        return redirect(f"{reverse('vorgang_own_data_sent')}?adresse=neu")
    return form_page(request, "vorgang/new_address.html", form, **context)


@require_http_methods(["GET", "HEAD", "POST"])
@opened_by_link
def forget(request: HttpRequest, link: PersonalLink, token: str, code: str = "") -> HttpResponse:
    """Say what deleting means, and delete one case or, without a code, all the link opens; only a button does it."""
    scope = scope_of(link)
    cases = [scope.case(code)] if code else scope.cases
    error, status = "", HTTPStatus.OK
    if request.method == "POST":
        try:
            # All or none: a locked one among them is no reason to delete the others without a word.
            refuse_restricted(cases)
            for case in cases:
                rights.forget(case)
            if scope.address and not code:
                rights.forget_address(scope.address)
        except CaseError as refused:
            error, status = refused.message, refused.status
        else:
            return redirect("vorgang_own_data_erased")
    context = {
        "token": token,
        "cases": [{"case": case, "label": case_type_of(case).label} for case in cases],
        "consequences": list(dict.fromkeys(filter(None, (str(case_type_of(case).on_forgetting) for case in cases)))),
        "error": error,
    }
    return render(request, "vorgang/forget.html", context, status=status)
