"""How a page takes a form from somebody without an account: every fault keeps what was typed."""

from collections.abc import Callable
from http import HTTPStatus

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from vorgang.errors import CaseError
from vorgang.guards.limits import check_submission


def submitted(
    request: HttpRequest,
    form: forms.Form,
    *,
    send: Callable[[], object],
    done: str,
    show: Callable[..., HttpResponse],
) -> HttpResponse:
    """Let `send` take a valid form and lead to the page named `done`; otherwise `show(form, status=…)` it again.

    `send` may raise CaseError; how often one address or network may send is counted before it.
    """
    if not form.is_valid():
        return show(form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        check_submission(request, form.cleaned_data["email"])
        send()
    except CaseError as error:
        form.add_error(None, error.message)
        response = show(form, status=error.status)
        if hasattr(error, "retry_after"):
            response["Retry-After"] = str(error.retry_after)
        return response
    return redirect(done)
