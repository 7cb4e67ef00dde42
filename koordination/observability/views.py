"""The addresses that machines ask: /healthz, /readyz, /metrics. They tell states, never versions or messages."""

from http import HTTPStatus

from django.http import HttpRequest, JsonResponse
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
