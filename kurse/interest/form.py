"""The form by which somebody puts themselves on the interest list."""

import uuid
from hashlib import sha256

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from taggit.models import Tag

from kurse.daytimes import Daytime
from kurse.interest.joining import InterestRequest
from kurse.interest.wording import CONSENT
from kurse.models import Course, CoursePageTag
from kurse.programme.filters import WEEKDAY_CHOICES
from orte.models import Municipality
from vorgang.conf import supported_language
from vorgang.forms import PersonForm


def topics():
    """Return the topics of published courses, whether one of them can be booked or not."""
    tagged = CoursePageTag.objects.filter(content_object__live=True)
    return Tag.objects.filter(pk__in=tagged.values("tag")).order_by("name")


def topics_of(course: Course) -> list[int]:
    return list(course.page.tagged_items.values_list("tag", flat=True))


class InterestForm(PersonForm):
    """An address and what its person wants to be told of: topics, own words, or the course they come from."""

    consent_text = CONSENT

    topics = forms.ModelMultipleChoiceField(
        label=_("Themen"), queryset=Tag.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )
    wish = forms.CharField(
        label=_("Was suchen Sie?"),
        required=False,
        max_length=200,
        help_text=_("In Ihren Worten, zum Beispiel: Vereinsrecht für Anfänger."),
    )
    municipality = forms.ModelChoiceField(
        label=_("Gemeinde"),
        queryset=Municipality.objects.none(),
        required=False,
        empty_label=_("überall im Landkreis"),
        help_text=_("Online-Kurse nennen wir Ihnen in jedem Fall."),
    )
    weekdays = forms.MultipleChoiceField(
        label=_("Wochentage"),
        choices=WEEKDAY_CHOICES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Ohne Haken: jeder Tag."),
    )
    daytimes = forms.MultipleChoiceField(
        label=_("Uhrzeiten"),
        choices=Daytime.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Ohne Haken: zu jeder Zeit."),
    )
    # Made when the form is opened, so that a double click or a repeat after a time-out counts once.
    idempotency_key = forms.CharField(max_length=100, required=False, widget=forms.HiddenInput)

    field_order = ["topics", "wish", "municipality", "weekdays", "daytimes", "email", "consent"]

    def __init__(self, *args, course: Course | None = None, **kwargs):
        self.course = course
        super().__init__(*args, **kwargs)
        del self.fields["name"], self.fields["phone"]
        self.fields["topics"].queryset = topics()
        self.fields["municipality"].queryset = Municipality.objects.municipalities().order_by("name")
        self.fields["idempotency_key"].initial = uuid.uuid4
        if course:
            self.initial["topics"] = topics_of(course)

    def clean(self):
        cleaned = super().clean()
        says_what = self.course or cleaned.get("topics") or cleaned.get("wish")
        if not says_what and not {"topics", "wish"} & set(self.errors):
            self.add_error("wish", _("Bitte wählen Sie ein Thema oder schreiben Sie, was Sie suchen."))
        return cleaned

    def request_key(self) -> str:
        """Return the key of this opened form with these contents: a double click repeats, a change does not."""
        opened = self.cleaned_data["idempotency_key"]
        return sha256(f"{opened}:{self.interest_request().digest()}".encode()).hexdigest() if opened else ""

    def interest_request(self) -> InterestRequest:
        """Return the cleaned form as the verb's request."""
        given = self.cleaned_data
        return InterestRequest(
            email=given["email"],
            course_id=self.course.pk if self.course else None,
            topics=tuple(sorted(tag.pk for tag in given["topics"])),
            wish=given["wish"],
            municipality_id=given["municipality"].pk if given["municipality"] else None,
            weekdays=tuple(given["weekdays"]),
            daytimes=tuple(given["daytimes"]),
            language=supported_language(get_language() or ""),
            consent=str(self.consent_text),
        )
