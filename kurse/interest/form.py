"""The form by which somebody puts themselves on the interest list."""

from django import forms
from django.utils.translation import gettext_lazy as _
from taggit.models import Tag

from kurse.interest.joining import InterestRequest
from kurse.interest.wording import CONSENT
from kurse.models import Course, CoursePageTag
from kurse.models.daytimes import Daytime
from kurse.programme.filters import WEEKDAY_CHOICES
from kurse.programme.on_offer import with_presentation
from kurse.programme.presentation import presented
from orte.models import Municipality
from vorgang.subscriptions.form import SubscriptionForm

LARGEST_KEY = 2**63 - 1


def topics():
    """Return the topics of published courses, whether one of them can be booked or not."""
    tagged = CoursePageTag.objects.filter(content_object__live=True)
    return Tag.objects.filter(pk__in=tagged.values("tag")).order_by("name")


def topics_of(course: Course) -> list[int]:
    return list(course.page.tagged_items.values_list("tag", flat=True))


def course_asked_for(text: str) -> Course | None:
    """Return the public course a link to the form names; None for anything else."""
    if not (text.isascii() and text.isdecimal()) or int(text) > LARGEST_KEY:
        return None
    course = with_presentation(Course.objects.published().announced()).filter(pk=int(text)).first()
    return presented([course])[0] if course else None


class InterestForm(SubscriptionForm):
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

    field_order = ["topics", "wish", "municipality", "weekdays", "daytimes", "email", "consent"]

    def __init__(self, *args, course: Course | None = None, **kwargs):
        self.course = course
        super().__init__(*args, **kwargs)
        self.fields["topics"].queryset = topics()
        self.fields["municipality"].queryset = Municipality.objects.municipalities().order_by("name")
        if course:
            self.initial["topics"] = topics_of(course)

    def clean(self):
        cleaned = super().clean()
        says_what = self.course or cleaned.get("topics") or cleaned.get("wish")
        if not says_what and not {"topics", "wish"} & set(self.errors):
            self.add_error("wish", _("Bitte wählen Sie ein Thema oder schreiben Sie, was Sie suchen."))
        return cleaned

    def subscription_request(self) -> InterestRequest:
        """Return the cleaned form as the verb's request."""
        given = self.cleaned_data
        return InterestRequest(
            **self.asked_by(),
            course_id=self.course.pk if self.course else None,
            topics=tuple(sorted(tag.pk for tag in given["topics"])),
            wish=given["wish"],
            municipality_id=given["municipality"].pk if given["municipality"] else None,
            weekdays=tuple(given["weekdays"]),
            daytimes=tuple(given["daytimes"]),
        )
