"""The contact form, which is the form for reported barriers too."""

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from vorgang import conf
from vorgang.desk import MessageRequest
from vorgang.forms import PersonForm
from vorgang.states import MessageKind


class ContactForm(PersonForm):
    """A message with one way to answer it: mail or phone."""

    email_required = False

    subject = forms.CharField(label=_("Betreff"), required=False, max_length=150)
    text = forms.CharField(
        label=_("Ihre Nachricht"),
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Höchstens 3000 Zeichen."),
        error_messages={"required": _("Bitte schreiben Sie uns, worum es geht.")},
    )
    page_url = forms.CharField(
        label=_("Um welche Seite geht es?"),
        required=False,
        max_length=500,
        help_text=_("Die Adresse oder der Name der Seite, wenn Ihre Nachricht eine bestimmte Seite betrifft."),
    )

    field_order = ["name", "email", "phone", "subject", "text", "page_url"]

    def __init__(self, *args, kind: MessageKind = MessageKind.CONTACT, **kwargs):
        self.kind = kind
        super().__init__(*args, **kwargs)
        self.fields["email"].help_text = _("Bitte geben Sie eine E-Mail-Adresse oder eine Telefonnummer an.")
        if kind == MessageKind.ACCESSIBILITY:
            self.fields["text"].label = _("Welche Barriere haben Sie gefunden?")
            del self.fields["subject"]

    def clean(self):
        cleaned = super().clean()
        has_no_way_back = not cleaned.get("email") and not cleaned.get("phone")
        if has_no_way_back and not {"email", "phone"} & set(self.errors):
            self.add_error(
                "email",
                _("Bitte geben Sie eine E-Mail-Adresse oder eine Telefonnummer an, damit wir antworten können."),
            )
        return cleaned

    def message_request(self) -> MessageRequest:
        """Return the cleaned form as the verb's request."""
        given = self.cleaned_data
        return MessageRequest(
            name=given["name"],
            email=given["email"],
            phone=given["phone"],
            subject=given.get("subject", ""),
            text=given["text"],
            page_url=given["page_url"],
            kind=self.kind,
            language=conf.supported_language(get_language() or ""),
        )


class LostLinkForm(PersonForm):
    """The address to which the links to somebody's cases are sent again."""

    field_order = ["email"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        del self.fields["name"], self.fields["phone"]
