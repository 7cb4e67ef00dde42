"""The views of an endpoint in the CMS: its secret is shown once, its last deliveries always."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin.views import generic
from wagtail.log_actions import log

from anschluss.answers import in_words
from anschluss.deliveries import queue_test
from anschluss.endpoints import BOTH_SECRETS, change, create, rotate_secret
from anschluss.messages import TEST_EVENT
from anschluss.models import Endpoint
from pages.events import events

LAST_DELIVERIES = 20


def secret_page(request: HttpRequest, endpoint: Endpoint, secret: str, *, is_new: bool) -> HttpResponse:
    """Show a secret; no address leads here again, and no cache keeps it."""
    title = _("Geheimnis des Anschlusses „%(label)s“") % {"label": endpoint.label}
    context = {
        "endpoint": endpoint,
        "secret": secret,
        "is_new": is_new,
        "hours": round(BOTH_SECRETS.total_seconds() / 3600),
        "header_title": title,
        "header_icon": "key",
        "breadcrumbs_items": [
            {"url": reverse("anschluss_endpoint:index"), "label": _("Anschlüsse")},
            {"url": reverse("anschluss_endpoint:inspect", args=[endpoint.pk]), "label": endpoint.label},
            {"url": "", "label": title},
        ],
    }
    response = TemplateResponse(request, "anschluss/admin/secret.html", context)
    response["Cache-Control"] = "no-store"
    return response


class EndpointCreateView(generic.CreateView):
    """Sets an endpoint up and shows its secret instead of the list."""

    def save_instance(self):
        self.secret = create(self.form.save(commit=False))
        log(self.form.instance, "wagtail.create", user=self.request.user)
        return self.form.instance

    def save_action(self):
        if self.expects_json_response:
            return super().save_action()
        return secret_page(self.request, self.object, self.secret, is_new=True)


class EndpointEditView(generic.EditView):
    def save_instance(self):
        change(self.form.save(commit=False))
        log(self.form.instance, "wagtail.edit", user=self.request.user, content_changed=self.form.has_changed())
        return self.form.instance


class EndpointInspectView(generic.InspectView):
    """One endpoint: how it is doing, its last deliveries, a test, a new secret."""

    template_name = "anschluss/admin/endpoint.html"

    def get_context_data(self, **kwargs):
        labels = {name: event.label for name, event in events().items()} | {TEST_EVENT: _("Testnachricht")}
        deliveries = self.object.deliveries.all()[:LAST_DELIVERIES]
        return {
            **super().get_context_data(**kwargs),
            "endpoint": self.object,
            "told": [labels.get(name, name) for name in self.object.events],
            "deliveries": [
                {
                    "row": delivery,
                    "label": labels.get(delivery.event, delivery.event),
                    "answer": in_words(delivery.last_answer),
                }
                for delivery in deliveries
            ],
            "may_change": self.request.user.has_perm("anschluss.change_endpoint"),
        }


def changeable(request: HttpRequest, endpoint_id: int) -> Endpoint:
    """Return the endpoint for somebody who may change it; raises PermissionDenied, Http404."""
    if not request.user.has_perm("anschluss.change_endpoint"):
        raise PermissionDenied
    return get_object_or_404(Endpoint, pk=endpoint_id)


@require_POST
def new_secret(request: HttpRequest, endpoint_id: int) -> HttpResponse:
    """Give an endpoint a new secret and show it once."""
    endpoint = changeable(request, endpoint_id)
    secret = rotate_secret(endpoint)
    log(endpoint, "wagtail.edit", user=request.user)
    return secret_page(request, endpoint, secret, is_new=False)


@require_POST
def send_test(request: HttpRequest, endpoint_id: int) -> HttpResponse:
    """Queue a test message."""
    endpoint = changeable(request, endpoint_id)
    queue_test(endpoint)
    messages.success(request, _("Die Testnachricht ist unterwegs. Laden Sie diese Seite gleich noch einmal."))
    return redirect(reverse("anschluss_endpoint:inspect", args=[endpoint.pk]))
