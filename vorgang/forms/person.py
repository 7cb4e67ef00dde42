"""The form by which a person without an account sends us something."""

from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy as _

from pages.forms import CleanFormMixin
from vorgang import conf
from vorgang.forms.validators import validate_name, validate_phone, validate_strict_email

SALT = "vorgang.form-opened"


def opened_now() -> str:
    """Return a signed mark of this moment, for the hidden field `started`."""
    return signing.dumps("", salt=SALT)


class PersonForm(CleanFormMixin, forms.Form):
    """Name, address, phone and consent, with what keeps robots out and people in.

    A subclass sets `consent_text` (empty: no checkbox), `email_required`, and `by_staff` for the CMS, where
    neither honeypot nor minimum time makes sense. `from_program` binds what came over the API.
    """

    consent_text: str = ""
    email_required = True
    by_staff = False

    name = forms.CharField(
        label=_("Vor- und Nachname"),
        min_length=2,
        max_length=120,
        validators=[validate_name],
        error_messages={"required": _("Bitte geben Sie Ihren Vor- und Nachnamen an.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.CharField(
        label=_("E-Mail-Adresse"),
        max_length=254,
        validators=[validate_strict_email],
        error_messages={"required": _("Bitte geben Sie Ihre E-Mail-Adresse an, zum Beispiel name@beispiel.de.")},
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    phone = forms.CharField(
        label=_("Telefon"),
        required=False,
        max_length=40,
        validators=[validate_phone],
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"}),
    )
    consent = forms.BooleanField(
        error_messages={"required": _("Bitte stimmen Sie zu, sonst dürfen wir Ihre Angaben nicht verwenden.")}
    )
    website = forms.CharField(
        label=_("Dieses Feld bitte leer lassen"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )
    started = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)

    def __init__(self, *args, by_program: bool = False, **kwargs):
        self.by_program = by_program
        super().__init__(*args, **kwargs)
        self.fields["email"].required = self.email_required
        if self.consent_text:
            self.fields["consent"].label = self.consent_text
        else:
            del self.fields["consent"]
        if self.by_staff or by_program:
            del self.fields["website"], self.fields["started"]
        else:
            self.fields["started"].initial = opened_now

    @classmethod
    def from_program(cls, payload: dict, **options) -> "PersonForm":
        """Return the form bound to what a program sent: judged alike, but without honeypot and clock."""
        return cls(payload, by_program=True, **options)

    def clean(self):
        cleaned = super().clean()
        if "started" in self.fields:
            self.check_honeypot()
            self.check_time()
        return cleaned

    def check_honeypot(self) -> None:
        """Only a program fills in what nobody sees; should a browser do it, the second attempt succeeds."""
        if self.cleaned_data.get("website"):
            self.put("website", "")
            self.add_error(None, _("Bitte senden Sie das Formular noch einmal ab. Ihre Angaben sind noch da."))

    def check_time(self) -> None:
        """Ask to send again what came faster than a person types, or from a form opened long ago."""
        started = self.cleaned_data.get("started", "")
        try:
            signing.loads(started, salt=SALT, max_age=conf.maximum_seconds())
        except signing.BadSignature:
            self.put("started", opened_now())
            self.add_error(
                None,
                _("Das Formular war lange geöffnet. Bitte senden Sie es noch einmal ab. Ihre Angaben sind noch da."),
            )
            return
        # Somebody with another mistake to mend will take longer than that anyway.
        if not self.errors and self.is_younger_than_a_person(started):
            self.add_error(
                None, _("Das ging sehr schnell. Bitte warten Sie kurz und senden Sie das Formular noch einmal ab.")
            )

    def is_younger_than_a_person(self, started: str) -> bool:
        minimum = conf.minimum_seconds()
        if minimum <= 0:
            return False
        try:
            signing.loads(started, salt=SALT, max_age=minimum)
        except signing.SignatureExpired:
            return False
        return True

    def put(self, name: str, value: str) -> None:
        """Replace what is shown again in a field."""
        bound = self.data.copy()
        bound[self.add_prefix(name)] = value
        self.data = bound
