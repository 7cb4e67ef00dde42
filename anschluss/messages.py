"""What is sent: body and headers of a message by the rules of Standard Webhooks 1.0."""

import json
from datetime import datetime

from django.utils import timezone
from standardwebhooks import Webhook

from anschluss.models import Delivery
from vorgang.conf import site_url

TEST_EVENT = "webhook.test"


def body_of(event: str, happened_at: datetime, facts: dict) -> str:
    """Return the body: type, time and ids with absolute addresses; what else there is, the API tells."""
    addresses = {name: site_url() + facts[name] for name in facts if str(facts[name]).startswith("/")}
    content = {"type": event, "timestamp": happened_at.isoformat(timespec="milliseconds"), "data": facts | addresses}
    return json.dumps(content, ensure_ascii=False)


def headers_of(delivery: Delivery) -> dict[str, str]:
    """Return the headers, signed now with every secret that holds."""
    now = timezone.now()
    secrets = delivery.endpoint.signing_secrets()
    return {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": "Koordination-Webhooks/1",
        "webhook-id": delivery.message_id,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": " ".join(
            Webhook(secret).sign(delivery.message_id, now, delivery.body) for secret in secrets
        ),
    }
