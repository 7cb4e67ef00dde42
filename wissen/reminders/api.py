"""Reminders of funding programmes for other programs: ask for one; see vorgang.subscriptions.api for the rest."""

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import override
from ninja import Field, Router, Schema, Status

from pages.api.locale import answered_in
from pages.api.types import CleanStr, IdempotencyKey
from pages.open_pages import open_pages
from vorgang.forms.validation import InvalidInput, validated
from vorgang.guards.limits import check_submission
from wissen.models import ProgrammePage
from wissen.reminders.form import ReminderForm
from wissen.reminders.joining import ask_for_reminder
from wissen.reminders.wording import CONSENT

router = Router(tags=["Wissen"])


class ReminderIn(Schema):
    """A wish to be reminded; `consent` must be true (/foerderung/erinnerungen/einwilligung/ words it).

    `programme` is an id of /foerderung/. `days` before its deadline are 28, 14 or 7, as long as that day lies ahead;
    with `on_reopening` a mail comes, too, when it opens again. A programme without a deadline ahead reminds of its
    opening alone: then both are left out. `language` is that of the mails; without it, or where the site lacks it, the
    one of Accept-Language.
    """

    programme: int = Field(ge=1, le=2_147_483_647)
    email: CleanStr = Field(max_length=254)
    days: int | None = Field(None, ge=1, le=366)
    on_reopening: bool = False
    language: str = Field("", pattern=r"^([a-z]{2}(-[a-z0-9]+)?)?$", max_length=20)
    consent: bool


class ReminderOut(Schema):
    """The answer to a request: the same for everybody, whatever is known of the address."""

    status: str


@router.get("/foerderung/erinnerungen/einwilligung/", response=dict[str, str], url_name="wissen_reminder_consent")
def get_reminder_consent(request: HttpRequest):
    """Return the wording a person agrees to; show it beside the consent of your own form."""
    return {"text": str(CONSENT)}


@router.post("/foerderung/erinnerungen/", response={202: ReminderOut}, url_name="wissen_reminder_api")
def create_reminder(request: HttpRequest, payload: ReminderIn, idempotency_key: IdempotencyKey):
    """Ask to be reminded of a funding programme; it counts once the person confirms by the link in the mail.

    The same Idempotency-Key with the same body repeats the answer without asking again.
    """
    with override(answered_in(payload.language)):
        form = validated(reminder_form(request, payload))
        check_submission(request, payload.email)
        ask_for_reminder(form.subscription_request(), idempotency_key=idempotency_key)
    return Status(202, {"status": "confirmation_sent"})


def reminder_form(request: HttpRequest, payload: ReminderIn) -> ReminderForm:
    """Bind the visitor's own form to the payload, so that API and page never judge differently."""
    programme = open_pages(request).within(ProgrammePage.objects.filter(pk=payload.programme)).first()
    if programme is None or not programme.offers_reminder:
        message = _("An dieses Förderprogramm können wir nicht erinnern. Bitte wählen Sie eines aus der Liste.")
        raise InvalidInput({"programme": [message]})
    if payload.days and not programme.reminder_days:
        raise InvalidInput({"days": [ReminderForm.base_fields["days"].error_messages["invalid_choice"]]})
    return ReminderForm.from_program(payload.model_dump(exclude={"programme", "language"}), programme=programme)
