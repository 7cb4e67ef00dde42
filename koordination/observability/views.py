"""The addresses that machines ask: /healthz, /readyz, /metrics. They tell states, never versions or messages."""

from http import HTTPStatus

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from koordination.observability.checks import READINESS
from koordination.observability.health import State, worst


@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """Say that this process answers; asks nothing and nobody."""
    return JsonResponse({"status": State.OK})


@never_cache
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """Say whether visitors may be sent here: 503 if a check failed; with ?streng=1 for a warning too."""
    states = READINESS.states()
    status = worst(states)
    refused = {State.FAILED, State.WARNING} if request.GET.get("streng") == "1" else {State.FAILED}
    code = HTTPStatus.SERVICE_UNAVAILABLE if status in refused else HTTPStatus.OK
    return JsonResponse({"status": status, "checks": states}, status=code)


@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Tell Prometheus our figures if it brings METRICS_TOKEN; for everybody else there is nothing here."""
    token = settings.METRICS_TOKEN
    if not token or not constant_time_compare(request.headers.get("Authorization", ""), f"Bearer {token}"):
        raise Http404
    from koordination.observability.metrics import CONTENT_TYPE, text

    return HttpResponse(text(), content_type=CONTENT_TYPE)
