"""The contact form, which is the form for reported barriers too."""

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from vorgang import conf
from vorgang.forms.person import PersonForm
from vorgang.inbox.work import MessageRequest
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

    truthful = forms.BooleanField(
        label=_("Meine Angaben sind nach bestem Wissen richtig und vollständig."),
        error_messages={"required": _("Bitte bestätigen Sie, dass Ihre Angaben stimmen.")},
    )

    field_order = ["page_url", "text", "name", "email", "phone", "subject", "truthful"]

    def __init__(self, *args, kind: MessageKind = MessageKind.CONTACT, **kwargs):
        self.kind = kind
        super().__init__(*args, **kwargs)
        self.fields["email"].help_text = _("Bitte geben Sie eine E-Mail-Adresse oder eine Telefonnummer an.")
        if kind == MessageKind.CONTACT:
            self.order_fields(["name", "email", "phone", "subject", "text", "page_url"])
            del self.fields["truthful"]
            return
        # The law wants an answer where one is possible, and a report even from whoever wants to stay unknown.
        self.fields["name"].required = False
        self.fields["email"].help_text = _("Ohne E-Mail-Adresse oder Telefonnummer bekommen Sie keine Antwort.")
        del self.fields["subject"]
        if kind == MessageKind.ACCESSIBILITY:
            self.fields["text"].label = _("Welche Barriere haben Sie gefunden?")
            del self.fields["truthful"]
        else:
            self.ask_for_reasons()

    def ask_for_reasons(self) -> None:
        """Ask for what a notice needs (Art. 16(2) of Regulation (EU) 2022/2065): where, why, in good faith."""
        self.fields["text"].label = _("Was ist daran nach Ihrer Meinung rechtswidrig, und warum?")
        page_url = self.fields["page_url"]
        page_url.label, page_url.required = _("Wo steht der Inhalt?"), True
        page_url.help_text = _("Die Adresse der Seite, am besten auch die Stelle auf der Seite.")
        page_url.error_messages["required"] = _("Bitte geben Sie an, auf welcher Seite der Inhalt steht.")

    def clean(self):
        cleaned = super().clean()
        if self.kind != MessageKind.CONTACT:
            return cleaned
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
