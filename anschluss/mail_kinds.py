"""The one mail of this room: to the office, about an endpoint that was switched off."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from anschluss import conf
from anschluss.models import Endpoint
from vorgang.conf import site_url
from vorgang.mails import MailKind


def switched_off_context(endpoint: Endpoint) -> dict:
    return {
        "endpoint": endpoint,
        "days": conf.give_up_after().days,
        "admin_url": site_url() + reverse("anschluss_endpoint:inspect", args=[endpoint.pk]),
        "placeholders": {"anschluss": endpoint.label},
    }


def mail_kinds() -> list[MailKind]:
    return [
        MailKind(
            key="anschluss.switched_off",
            label=_("An die Stelle: Anschluss abgeschaltet"),
            subject=_("Der Anschluss „{anschluss}“ ist abgeschaltet"),
            introduction=_("An diesen Anschluss ließ sich nichts mehr zustellen, deshalb ist er abgeschaltet."),
            template="anschluss/mail/switched_off",
            context=switched_off_context,
            is_for_office=True,
        )
    ]
