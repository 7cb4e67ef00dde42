"""The form by which somebody asks to be told: an address, the consent, and of what the room asks."""

import uuid
from hashlib import sha256

from django import forms
from django.utils.translation import get_language

from vorgang.conf import supported_language
from vorgang.forms.person import PersonForm
from vorgang.subscriptions.joining import SubscriptionRequest


class SubscriptionForm(PersonForm):
    """An address; a room adds its fields and returns them from `subscription_request`, beginning with `asked_by`."""

    # Made when the form is opened, so that a double click or a repeat after a time-out counts once.
    idempotency_key = forms.CharField(max_length=100, required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["name"], self.fields["phone"]
        self.fields["idempotency_key"].initial = uuid.uuid4

    def subscription_request(self) -> SubscriptionRequest:
        """Return the cleaned form as the verb's request."""
        raise NotImplementedError

    def asked_by(self) -> dict[str, str]:
        """Return who asks, in which language, and what they agreed to."""
        return {
            "email": self.cleaned_data["email"],
            "language": supported_language(get_language() or ""),
            "consent": str(self.consent_text),
        }

    def request_key(self) -> str:
        """Return the key of this opened form with these contents: a double click repeats, a change does not."""
        opened = self.cleaned_data["idempotency_key"]
        return sha256(f"{opened}:{self.subscription_request().digest()}".encode()).hexdigest() if opened else ""
