"""The verbs of a person about what we keep of them: ask for it, put it right, take it back (Art. 15 to 17 DSGVO)."""

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from vorgang.case_types import Correction, case_type_of, case_types
from vorgang.disclosure.collecting import cases_of_address, rows_pointing_to, with_parts
from vorgang.disclosure.kept import is_kept
from vorgang.keeping.erasure import record
from vorgang.keeping.erasure_log import note_erased
from vorgang.keeping.restriction import refuse_restricted
from vorgang.links import revoke_links
from vorgang.models import Case, LostLinkRequest, OutboxMail, OwnDataRequest
from vorgang.outbox.queue import queue_mail

# What a link to one's own data is good for, and the one that shows a new address to be somebody's.
OWN_DATA, NEW_ADDRESS = "vorgang.own_data", "vorgang.new_address"


@transaction.atomic(durable=True)
def request_own_data(email: str, language: str) -> None:
    """Queue the link to what is kept under an address; who asked is looked up by the worker, known or not."""
    queue_mail("vorgang.own_data", OwnDataRequest.objects.create(email=email, language=language))


@transaction.atomic(durable=True)
def request_new_address(former_email: str, email: str, language: str) -> None:
    """Queue the question to a new address whether it is theirs; until it is answered nothing changes."""
    request = OwnDataRequest.objects.create(email=email, former_email=former_email, language=language)
    queue_mail("vorgang.new_address", request)


def correct(case: Case, *, name: str, phone: str) -> None:
    """Write name and phone of a case; raises CaseError where the room refuses or the case is locked."""
    refuse_restricted([case])
    case_type_of(case).correct(case, Correction(name=name, phone=phone, email=case.email))


def move_to_new_address(request: OwnDataRequest) -> int:
    """Give the cases of the former address to the one that was shown to be theirs, and return how many.

    So with what others told us of this person, as the seat in a group; it is counted too.

    Links sent to the former address end, new ones go to the new one. Each case is a transaction of its room:
    what was interrupted is finished by pressing again. Raises CaseError.
    """
    cases, moved = cases_of_address(request.former_email), 0
    refuse_restricted(cases)
    if is_kept(request.former_email):
        tell_former_address(request, language=cases[0].language if cases else request.language)
    moved += sum(case_type.move_parts(request.former_email, request.email) for case_type in case_types())
    for case in cases:
        case_type_of(case).correct(case, Correction(name=case.name, phone=case.phone, email=request.email))
        revoke_links(case)
        moved += 1
    if moved:
        finish_move(request)
    return moved


@transaction.atomic(durable=True)
def tell_former_address(request: OwnDataRequest, *, language: str) -> None:
    """Queue the news to the former address once, before the first case moves: a fault in between must not keep it."""
    key = f"vorgang.address_moved:{request.pk}"
    if not OutboxMail.objects.filter(dedup_key=key).exists():
        notice = OwnDataRequest.objects.create(email=request.former_email, language=language)
        queue_mail("vorgang.address_moved", notice, dedup=key)


@transaction.atomic(durable=True)
def finish_move(request: OwnDataRequest) -> None:
    """End the links to the former address's own data and send the new address its links."""
    for former in OwnDataRequest.objects.filter(email__iexact=request.former_email):
        revoke_links(former)
    queue_mail("vorgang.lost_link", LostLinkRequest.objects.create(email=request.email, language=request.language))


def forget(case: Case) -> None:
    """Let the room free what a case holds and forget its person, with the links and mails; raises CaseError.

    A locked case is kept: to delete it, the lock has to go first.
    """
    refuse_restricted([case])
    case_type, started_at, key = case_type_of(case), timezone.now(), case.pk
    gone = rows_pointing_to(with_parts([case]))
    case_type.forget(case)
    with transaction.atomic(durable=True):
        for row in gone:
            row.delete()
        record(f"{case_type.name}:asked", started_at, [key])


@transaction.atomic(durable=True)
def forget_address(email: str) -> None:
    """Forget who asked for what is kept under an address, or to move it: after all its cases nothing else knows it.

    The links go with them, also the one by which all this was asked for.
    """
    started_at, names = timezone.now(), Q(email__iexact=email)
    asked = {
        OwnDataRequest: list(OwnDataRequest.objects.filter(names | Q(former_email__iexact=email))),
        LostLinkRequest: list(LostLinkRequest.objects.filter(names)),
    }
    for model, requests in asked.items():
        keys = [row.pk for row in requests]
        note_erased(requests)
        for row in requests:
            forget_request(row)
        record(f"{model._meta.label}:asked", started_at, keys)


def forget_request(row: OwnDataRequest | LostLinkRequest) -> None:
    """Delete who asked, with the links and mails that point there; after a restore once more."""
    for gone in [*rows_pointing_to([row]), row]:
        gone.delete()
