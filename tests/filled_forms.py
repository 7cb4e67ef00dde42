"""A form as a person sends it."""

from django.test import Client

HIDDEN = ("started", "idempotency_key", "questions")


def filled(client: Client, path: str, **fields: str) -> dict[str, str]:
    """Open a form and return what is sent back: what it carries, consent, and what somebody typed."""
    form = client.get(path).context["form"]
    return {**{name: str(form[name].value()) for name in HIDDEN if name in form.fields}, "consent": "on", **fields}
