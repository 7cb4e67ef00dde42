"""The forms of a question to the office: of whoever asks, and of a guide who answers."""

from django import forms
from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from pages.forms import CleanFormMixin
from vorgang.conf import supported_language
from vorgang.forms.person import PersonForm
from wissen.inquiries.anonymous import without_greetings
from wissen.inquiries.asking import InquiryRequest
from wissen.models import TopicPage

LONGEST_QUESTION = 3000
# Of what was searched for and of the address where somebody asked.
LONGEST_ORIGIN = 500


class TopicField(forms.ModelChoiceField):
    """A topic by its key; one that no database holds is refused like any other that does not exist."""

    longest_key = 18

    def to_python(self, value):
        if isinstance(value, str) and len(value) > self.longest_key:
            raise forms.ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return super().to_python(value)


class AskForm(PersonForm):
    """A question with one way to answer it: mail or phone."""

    email_required = False

    question = forms.CharField(
        label=_("Ihre Frage"),
        max_length=LONGEST_QUESTION,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Höchstens 3000 Zeichen. Bitte nennen Sie keine Namen anderer Menschen."),
        error_messages={"required": _("Bitte schreiben Sie Ihre Frage auf.")},
    )
    topic = TopicField(
        label=_("Thema"),
        queryset=TopicPage.objects.none(),
        required=False,
        empty_label=_("Das weiß ich nicht"),
        help_text=_("Damit kommt Ihre Frage schneller bei der richtigen Person an."),
        error_messages={"invalid_choice": _("Dieses Thema gibt es nicht mehr. Bitte wählen Sie ein anderes.")},
    )

    field_order = ["question", "topic", "name", "email", "phone"]

    def __init__(self, *args, topics: QuerySet[TopicPage], **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["topic"].queryset = topics
        self.fields["email"].help_text = _("Bitte geben Sie eine E-Mail-Adresse oder eine Telefonnummer an.")

    def clean(self):
        cleaned = super().clean()
        has_no_way_back = not cleaned.get("email") and not cleaned.get("phone")
        if has_no_way_back and not {"email", "phone"} & set(self.errors):
            self.add_error(
                "email",
                _("Bitte geben Sie eine E-Mail-Adresse oder eine Telefonnummer an, damit wir antworten können."),
            )
        return cleaned

    def inquiry_request(self, *, page_url: str, query: str) -> InquiryRequest:
        """Return the cleaned form as the verb's request, with where it was asked."""
        given = self.cleaned_data
        return InquiryRequest(
            question=given["question"],
            name=given["name"],
            email=given["email"],
            phone=given["phone"],
            topic_id=given["topic"].pk if given["topic"] else None,
            page_url=page_url,
            query=query,
            language=supported_language(get_language() or ""),
        )


class AnswerForm(CleanFormMixin, forms.Form):
    """An answer as it goes out by mail."""

    text = forms.CharField(
        label=_("Ihre Antwort"),
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_("Anrede, Grußformel und Absender stehen schon in der E-Mail."),
        error_messages={"required": _("Bitte schreiben Sie eine Antwort.")},
    )

    def clean_text(self):
        return without_greetings(self.cleaned_data["text"])
