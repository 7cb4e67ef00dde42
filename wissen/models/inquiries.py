"""What visitors ask the office, and the volunteers who answer without an account."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from pages.languages import interface_languages
from vorgang.models import Case
from vorgang.models.cases import staff_key
from wissen.states import InquiryState

WAITING = Q(inquiries__state=InquiryState.ASSIGNED, inquiries__erased_at__isnull=True)


def guide_languages() -> list[tuple[str, str]]:
    """Return the languages in which the site has mails and pages for a guide."""
    return [(code, name) for code, name in settings.LANGUAGES if code in interface_languages()]


class GuideQuerySet(models.QuerySet):
    def active(self):
        return self.filter(is_active=True)

    def for_topic(self, topic):
        """Active guides of a topic in whatever language, whoever has the fewest questions waiting first."""
        of_topic = self.active().filter(topics__translation_key=topic.translation_key)
        return of_topic.annotate(waiting=Count("inquiries", filter=WAITING, distinct=True)).order_by("waiting", "pk")


class Guide(models.Model):
    """A volunteer who answers questions on some topics by a personal link, without an account."""

    name = models.CharField(_("Name"), max_length=120)
    email = models.EmailField(_("E-Mail"), unique=True)
    language = models.CharField(
        _("Sprache"),
        max_length=20,
        choices=guide_languages,
        default="de",
        help_text=_("In dieser Sprache kommen die E-Mails, und in ihr öffnet sich die Seite zum Antworten."),
    )
    topics = models.ManyToManyField(
        "wissen.TopicPage",
        verbose_name=_("Themen"),
        related_name="guides",
        help_text=_("Neue Fragen zu diesen Themen gehen von selbst an diese Person."),
    )
    is_active = models.BooleanField(
        _("aktiv"),
        default=True,
        help_text=_("Ohne Haken kommen keine Fragen mehr, offene gehen an die Stelle zurück, und die Links enden."),
    )
    created_at = models.DateTimeField(_("eingetragen"), default=timezone.now, editable=False)

    objects = GuideQuerySet.as_manager()
    shown_on_pages = False

    class Meta:
        verbose_name = _("Ehrenamtslotsin/-lotse")
        verbose_name_plural = _("Ehrenamtslotsinnen und -lotsen")
        ordering = ["name", "pk"]
        # Who may use the inbox looks after the guides: their addresses are nothing for editors.
        default_permissions = []

    def __str__(self):
        # Never the name: Wagtail's log keeps labels longer than we keep people.
        return f"{self._meta.verbose_name} {self.pk}"

    @property
    def topics_in_words(self) -> str:
        return ", ".join(topic.title for topic in self.topics.all())

    @property
    def is_active_in_words(self) -> str:
        return gettext("ja") if self.is_active else gettext("nein")


class Inquiry(Case):
    """One question to the office, with its answer; `topic` is the page in the language of whoever asks."""

    question = models.TextField(_("Frage"), max_length=3000, blank=True)
    topic = models.ForeignKey(
        "wissen.TopicPage",
        verbose_name=_("Thema"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    page_url = models.CharField(_("gefragt auf der Seite"), max_length=500, blank=True)
    query = models.CharField(_("vorher gesucht"), max_length=500, blank=True)
    state = models.CharField(
        _("Stand"), max_length=20, choices=InquiryState.choices, default=InquiryState.ASKED, editable=False
    )
    guide = models.ForeignKey(
        Guide,
        verbose_name=_("Ehrenamtslotsin/-lotse"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="inquiries",
    )
    answer = models.TextField(_("Antwort"), max_length=10_000, blank=True)
    answered_by = staff_key(_("beantwortet von"), editable=False)
    draft = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=_("Entwurf daraus"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    # Of the opened form, or the key that a program sent, and what was in it: a double click is one question.
    submission_digest = models.CharField(
        _("Prüfsumme"), max_length=64, null=True, blank=True, unique=True, editable=False
    )
    idempotency_key = models.CharField(
        _("Schlüssel der Anfrage"), max_length=100, null=True, blank=True, unique=True, editable=False
    )

    # Anybody may ask at any time: that must not make all pages be rendered anew.
    shown_on_pages = False

    class Meta:
        verbose_name = _("Frage an die Stelle")
        verbose_name_plural = _("Fragen an die Stelle")
        ordering = ["-created_at", "-pk"]
        # Who may use the inbox works on them; see wissen.desk.inbox_policy.
        default_permissions = []

    @property
    def is_by_guide(self) -> bool:
        """Whether a guide wrote the answer."""
        return self.guide_id is not None and self.answered_by_id is None


class Assignment(models.Model):
    """That a question was given to a guide: what the mail and the link to the guide hang on.

    Not enclosed in its case: the link of a guide must never open the personal page of whoever asked.
    """

    inquiry = models.ForeignKey(
        Inquiry, verbose_name=_("Frage an die Stelle"), on_delete=models.CASCADE, related_name="assignments"
    )
    guide = models.ForeignKey(
        Guide, verbose_name=_("Ehrenamtslotsin/-lotse"), on_delete=models.CASCADE, related_name="assignments"
    )
    created_at = models.DateTimeField(_("zugewiesen"), default=timezone.now, editable=False)

    shown_on_pages = False

    class Meta:
        verbose_name = _("Zuweisung einer Frage")
        verbose_name_plural = _("Zuweisungen von Fragen")
        default_permissions = []
        constraints = [models.UniqueConstraint(fields=["inquiry", "guide"], name="wissen_assignment_once")]

    def __str__(self):
        return f"{self.inquiry_id}/{self.guide_id}"

    @property
    def is_current(self) -> bool:
        """Whether the guide still has the question and may answer questions at all."""
        return self.has_guide and self.inquiry.state == InquiryState.ASSIGNED

    @property
    def has_guide(self) -> bool:
        """Whether nobody took the question away from the guide."""
        return self.guide.is_active and self.inquiry.guide_id == self.guide_id

    # What the outbox asks of whoever it writes to: here the guide.

    @property
    def email(self) -> str:
        return self.guide.email

    @property
    def name(self) -> str:
        return self.guide.name

    @property
    def code(self) -> str:
        return self.inquiry.code

    @property
    def language(self) -> str:
        return self.guide.language

    @property
    def erased_at(self) -> datetime | None:
        return self.inquiry.erased_at

    @property
    def restricted_at(self) -> datetime | None:
        return self.inquiry.restricted_at
