"""A forgotten password: the request does the same for every address, and the mail leaves by the queue."""

import logging
from datetime import timedelta

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext as _
from django_tasks import task
from wagtail.admin.forms.auth import PasswordResetForm as WagtailPasswordResetForm

logger = logging.getLogger(__name__)

# Minutes between attempts; who still waits after that asks again.
BACK_OFF = (1, 5, 15, 60)


class PasswordResetForm(WagtailPasswordResetForm):
    """Queues one task whether the address is known or not; the task names users by key, never the address."""

    def save(self, **options) -> None:
        found = [user.pk for user in self.get_users(self.cleaned_data["email"])]
        send_password_reset.enqueue(found)


@task()
def send_password_reset(user_keys: list[int], attempt: int = 0) -> None:
    """Mail each user a link to set a new password; what the server did not take is tried again later."""
    for user in get_user_model().objects.filter(pk__in=user_keys, is_active=True):
        try:
            send_link(user)
        except OSError as error:  # smtplib's faults are OSErrors
            logger.warning("password reset not sent: %s", type(error).__name__)
            postpone(user.pk, attempt)


def postpone(user_key: int, attempt: int) -> None:
    """Queue the next attempt, or give up."""
    if attempt >= len(BACK_OFF):
        logger.error("password reset given up")
        return
    later = timezone.now() + timedelta(minutes=BACK_OFF[attempt])
    send_password_reset.using(run_after=later).enqueue([user_key], attempt + 1)


def send_link(user) -> None:
    """Send the mail in the language of the CMS, with a link to the site's own address."""
    with translation.override(settings.LANGUAGE_CODE):
        key = urlsafe_base64_encode(force_bytes(user.pk))
        path = reverse("wagtailadmin_password_reset_confirm", args=[key, default_token_generator.make_token(user)])
        text = render_to_string(
            "koordination/accounts/password_reset.txt",
            {
                "link": settings.SITE_URL + path,
                "username": user.get_username(),
                "site_name": settings.WAGTAIL_SITE_NAME,
                "days": settings.PASSWORD_RESET_TIMEOUT // (24 * 60 * 60),
            },
        )
        send_mail(_("Neues Passwort setzen"), text, settings.DEFAULT_FROM_EMAIL, [user.email])
