"""The small forms of the office's page of a question."""

from django import forms
from django.contrib.auth.models import AbstractBaseUser
from django.utils.translation import gettext_lazy as _

from wissen.inquiries.forms import AnswerForm
from wissen.models import Guide, Inquiry, TopicPage


class OfficeAnswerForm(AnswerForm):
    """The answer of the office."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["text"].label = _("Antwort")


class GuideChoiceForm(forms.Form):
    """To whom a question is given; nobody means back to the office."""

    guide = forms.ModelChoiceField(
        label=_("Ehrenamtslotsin/-lotse"),
        queryset=Guide.objects.active(),
        required=False,
        empty_label=_("niemand: die Stelle antwortet selbst"),
        error_messages={"invalid_choice": _("Diese Person ist nicht mehr aktiv. Bitte wählen Sie eine andere.")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["guide"].label_from_instance = lambda guide: guide.name


class DraftForm(forms.Form):
    """Below which topic a draft is made: of those where somebody may add pages."""

    topic = forms.ModelChoiceField(
        label=_("Thema des Entwurfs"),
        queryset=TopicPage.objects.none(),
        empty_label=None,
        error_messages={
            "required": _("Bitte wählen Sie ein Thema."),
            "invalid_choice": _("Bitte wählen Sie ein Thema, unter dem Sie Seiten anlegen dürfen."),
        },
    )

    def __init__(self, *args, topics: list[TopicPage], inquiry: Inquiry, **kwargs):
        first = inquiry.topic_id if inquiry.topic_id in {topic.pk for topic in topics} else None
        super().__init__(*args, initial={"topic": first}, **kwargs)
        pages = TopicPage.objects.filter(pk__in=[topic.pk for topic in topics])
        self.fields["topic"].queryset = pages.select_related("locale").order_by("path")
        self.fields["topic"].label_from_instance = lambda topic: f"{topic.title} ({topic.locale})"


def topics_to_write_below(user: AbstractBaseUser) -> list[TopicPage]:
    """Return the topics below which somebody may add pages."""
    topics = TopicPage.objects.order_by("path")
    return [topic for topic in topics if topic.permissions_for_user(user).can_add_subpage()]
