"""The booking form of visitors and the one of staff on the phone."""

import uuid
from hashlib import sha256

from django import forms
from django.conf import settings
from django.utils.functional import lazy
from django.utils.translation import get_language, gettext, override
from django.utils.translation import gettext_lazy as _

from kurse import conf
from kurse.booking.group_fields import GroupFields
from kurse.booking.requests import BookingRequest
from kurse.dates.field import DatesField
from kurse.models import Course
from kurse.questions.fields import QuestionFields
from kurse.ways.field import ModeField
from vorgang.forms.person import PersonForm


def consent_wording() -> str:
    """Return what a person agrees to, with the period from the setting by which we erase."""
    return gettext(
        "Ich bin einverstanden, dass die Koordinierungsstelle meine Angaben verwendet, um diese Anmeldung zu "
        "bearbeiten. Sie werden %(days)s Tage nach dem Kurs gelöscht. Ich kann jederzeit widerrufen."
    ) % {"days": conf.erase_after_course().days}


CONSENT = lazy(consent_wording, str)()
PHONE_CONSENT = _(
    "Die Person hat am Telefon zugestimmt, dass wir ihre Angaben verwenden, um diese Anmeldung zu bearbeiten."
)


class RemarkField(forms.CharField):
    """A short free text to the office, with the warning that belongs to it."""

    def __init__(self):
        super().__init__(
            label=_("Nachricht an uns"),
            required=False,
            max_length=1000,
            widget=forms.Textarea(attrs={"rows": 4}),
            help_text=_(
                "Zum Beispiel, was Sie für eine barrierefreie Teilnahme brauchen. Bitte keine Diagnosen. "
                "Die Nachricht erreicht uns, sobald Sie Ihre Anmeldung bestätigt haben."
            ),
        )


class BookingForm(PersonForm, GroupFields, QuestionFields, ModeField, DatesField):
    """What a volunteer fills in to book a seat, or several for a group."""

    consent_text = CONSENT

    remark = RemarkField()
    # Made when the form is opened, so that a double click or a repeat after a time-out books once.
    idempotency_key = forms.CharField(max_length=100, required=False, widget=forms.HiddenInput)
    # Written by the page itself while the course is full.
    wait = forms.BooleanField(required=False, widget=forms.HiddenInput)

    field_order = ["dates", "mode", "name", "email", "phone", "remark", "consent"]

    def __init__(self, *args, course: Course | None = None, **kwargs):
        super().__init__(*args, course=course, **kwargs)
        self.fields["idempotency_key"].initial = uuid.uuid4
        if self.by_program:
            del self.fields["questions"]
        # What a program says although there is no choice, the verb judges.
        if course is not None and (course.is_hybrid or not self.by_program):
            self.offer_ways(course)
        if course is not None and (course.single_dates or not self.by_program):
            self.offer_dates(course, by_staff=self.by_staff)

    def offer_again(self, course: Course) -> None:
        """Offer ways and dates with the seats that are free now, to as many people as the form is for."""
        number = len(self.booking_request().names)
        self.offer_ways(course, number)
        self.offer_dates(course, number, by_staff=self.by_staff)

    def hidden_fields(self):
        return [field for field in super().hidden_fields() if field.name != "wait"]

    def request_key(self, course_id: int) -> str:
        """Return the key of this opened form with these contents: a double click repeats, a change does not."""
        opened = self.cleaned_data["idempotency_key"]
        return sha256(f"{opened}:{self.booking_request().digest(course_id)}".encode()).hexdigest() if opened else ""

    def booking_request(self) -> BookingRequest:
        """Return the cleaned form as the verb's request."""
        return BookingRequest(
            name=self.cleaned_data["name"],
            email=self.cleaned_data.get("email", ""),
            phone=self.cleaned_data.get("phone", ""),
            remark=self.cleaned_data.get("remark", ""),
            language=get_language() or "de",
            consent=str(self.consent_text),
            wait=self.cleaned_data.get("wait", False) or self.waits_for_way() or self.waits_for_dates(),
            association=self.cleaned_data.get("association", ""),
            people=self.names(),
            answers=self.answers(),
            questions_edition=self.edition,
            mode=self.way(),
            dates=self.chosen_dates(),
        )


class PhoneBookingForm(BookingForm):
    """What staff fill in while somebody is on the phone; the e-mail address may be missing."""

    consent_text = PHONE_CONSENT
    email_required = False
    by_staff = True

    wait = forms.BooleanField(
        label=_("Auf die Warteliste setzen, wenn kein Platz frei ist"), required=False, widget=forms.CheckboxInput
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["consent"].error_messages["required"] = _(
            "Bitte fragen Sie die Person, ob sie zustimmt, und haken Sie das Feld an. Sonst dürfen wir nicht buchen."
        )
        self.fields["email"].help_text = _("Leer lassen, wenn die Person keine hat: Dann entsteht ein Brief.")
        self.fields["takes_part"].label = _("Die Person am Telefon nimmt selbst teil")
        self.fields["remark"].help_text = _("Zum Beispiel, was für eine barrierefreie Teilnahme nötig ist.")

    def booking_request(self) -> BookingRequest:
        """Return the verb's request in the site's language; the CMS may speak another one to its user."""
        with override(settings.LANGUAGE_CODE):
            return super().booking_request()
