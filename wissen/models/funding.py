"""Funding programmes: their list and one page for each; a page that nobody has checked for long hides itself."""

from datetime import date, datetime, time, timedelta

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.api import APIField
from wagtail.fields import RichTextField
from wagtail.search import index

from pages.models import BasePage
from pages.placeholders import PLACEHOLDERS
from wissen import conf
from wissen.fields import AddressField, SeveralField
from wissen.funding.states import REMINDER_DAYS, Effort, Eligible, FundingArea, FundingRegion, FundingStatus

STEPS = ["bold", "link", "ul", "ol", *PLACEHOLDERS]


def is_current_on(day: date) -> Q:
    """Return the condition of the programmes that a list shows on a day: checked not long ago and not over."""
    coming = Q(deadline=None) | Q(deadline__gte=day) | Q(status=FundingStatus.EXPECTED)
    return Q(checked_on__gte=day - conf.funding_fresh_for()) & coming


class FundingIndexPage(BasePage):
    """The funding finder: every programme below it that is up to date, with facets."""

    introduction = models.TextField(_("Einleitung"), blank=True, max_length=600)

    content_panels = [*BasePage.content_panels, FieldPanel("introduction")]
    search_fields = [*BasePage.search_fields, index.SearchField("introduction")]
    api_fields = [*BasePage.api_fields, APIField("introduction")]
    subpage_types = ["wissen.ProgrammePage"]
    template = "wissen/funding_index_page.html"

    class Meta:
        verbose_name = _("Förderprogramme")
        verbose_name_plural = _("Listen der Förderprogramme")


class ProgrammePage(BasePage):
    """One funding programme; the title is its name. Amounts are whole euros."""

    summary = models.CharField(
        _("Kurztext"), max_length=300, help_text=_("Ein bis zwei Sätze für die Liste: was wird gefördert?")
    )
    provider = models.CharField(_("Wer fördert"), max_length=150)
    eligible = SeveralField(_("Wer kann einen Antrag stellen"), choices=Eligible.choices)
    areas = SeveralField(_("Bereiche"), choices=FundingArea.choices, max_length=200)
    region = models.CharField(_("Gebiet"), max_length=10, choices=FundingRegion.choices, default=FundingRegion.COUNTY)
    amount_min = models.PositiveIntegerField(
        _("Betrag ab"), null=True, blank=True, help_text=_("In Euro; leer, wenn es keine Untergrenze gibt.")
    )
    amount_max = models.PositiveIntegerField(
        _("Betrag bis"), null=True, blank=True, help_text=_("In Euro; leer, wenn es keine Obergrenze gibt.")
    )
    own_share_percent = models.PositiveSmallIntegerField(
        _("Eigenanteil in Prozent"), null=True, blank=True, help_text=_("Von 0 bis 100; leer, wenn unbekannt.")
    )
    effort = models.CharField(_("Aufwand"), max_length=10, choices=Effort.choices, default=Effort.MIDDLE)
    status = models.CharField(_("Status"), max_length=10, choices=FundingStatus.choices, default=FundingStatus.OPEN)
    deadline = models.DateField(
        _("Antragsfrist"),
        null=True,
        blank=True,
        help_text=_("Der letzte Tag. Danach zeigt die Liste das Programm nicht mehr, außer es wird wieder erwartet."),
    )
    deadline_note = models.CharField(_("Zur Frist"), max_length=250, blank=True)
    start_before_approval_allowed = models.BooleanField(
        _("Beginn vor der Zusage erlaubt"),
        default=False,
        help_text=_("Ohne Häkchen warnt die Seite davor, vor der Zusage zu beginnen."),
    )
    how_to_apply = RichTextField(_("So stellen Sie den Antrag"), features=STEPS, blank=True)
    website = AddressField(_("Seite des Programms"), max_length=500, blank=True)
    checked_on = models.DateField(
        _("Geprüft am"),
        default=timezone.localdate,
        help_text=_("Liegt der Tag zu lange zurück, zeigen Liste und Suche das Programm nicht mehr."),
    )
    is_example = models.BooleanField(_("Nur ein Beispiel"), default=False)

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("summary"),
        FieldPanel("provider"),
        MultiFieldPanel(
            [FieldPanel("eligible"), FieldPanel("areas"), FieldPanel("region")], heading=_("Für wen und wofür")
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("amount_min"), FieldPanel("amount_max"), FieldPanel("own_share_percent")]),
                FieldPanel("effort"),
            ],
            heading=_("Geld und Aufwand"),
        ),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("status"), FieldPanel("deadline")]), FieldPanel("deadline_note")],
            heading=_("Frist"),
        ),
        MultiFieldPanel(
            [FieldPanel("start_before_approval_allowed"), FieldPanel("how_to_apply"), FieldPanel("website")],
            heading=_("Antrag"),
        ),
        MultiFieldPanel([FieldRowPanel([FieldPanel("checked_on"), FieldPanel("is_example")])], heading=_("Prüfung")),
    ]
    search_fields = [
        *BasePage.search_fields,
        index.SearchField("summary"),
        index.SearchField("provider"),
        index.SearchField("how_to_apply"),
    ]
    api_fields = [
        *BasePage.api_fields,
        APIField("summary"),
        APIField("provider"),
        APIField("eligible_groups"),
        APIField("funded_areas"),
        APIField("region"),
        APIField("amount_min"),
        APIField("amount_max"),
        APIField("own_share_percent"),
        APIField("effort"),
        APIField("status"),
        APIField("deadline"),
        APIField("deadline_note"),
        APIField("start_before_approval_allowed"),
        APIField("how_to_apply"),
        APIField("website"),
        APIField("checked_on"),
        APIField("is_example"),
        APIField("is_current"),
    ]
    parent_page_types = ["wissen.FundingIndexPage"]
    subpage_types = []
    template = "wissen/programme_page.html"

    class Meta:
        verbose_name = _("Förderprogramm")
        verbose_name_plural = _("Förderprogramme")
        constraints = [
            models.CheckConstraint(
                condition=Q(own_share_percent=None) | Q(own_share_percent__lte=100),
                name="wissen_own_share_is_a_part",
                violation_error_message=_("Der Eigenanteil ist höchstens 100 Prozent."),
            )
        ]

    def clean(self):
        super().clean()
        if self.amount_min is not None and self.amount_max is not None and self.amount_max < self.amount_min:
            raise ValidationError(
                {"amount_max": _("Der höchste Betrag liegt unter dem kleinsten. Bitte tauschen Sie die beiden.")}
            )

    @classmethod
    def unlisted(cls) -> models.QuerySet:
        return cls.objects.exclude(is_current_on(timezone.localdate()))

    def get_sitemap_urls(self, request=None):
        return super().get_sitemap_urls(request) if self.is_current else []

    @property
    def eligible_groups(self) -> list[str]:
        """Who may apply, as names of `Eligible`."""
        return self.eligible.split()

    @property
    def funded_areas(self) -> list[str]:
        """What it is for, as names of `FundingArea`."""
        return self.areas.split()

    @property
    def last_fresh_day(self) -> date:
        """The last day on which its check is recent enough."""
        return self.checked_on + conf.funding_fresh_for()

    @property
    def is_stale(self) -> bool:
        return self.last_fresh_day < timezone.localdate()

    @property
    def is_over(self) -> bool:
        """Whether its deadline has passed and nobody expects another one."""
        is_past = self.deadline is not None and self.deadline < timezone.localdate()
        return is_past and self.status != FundingStatus.EXPECTED

    @property
    def is_current(self) -> bool:
        """Whether lists and search show it; the same as `is_current_on` says to the database."""
        return not self.is_stale and not self.is_over

    @property
    def has_coming_deadline(self) -> bool:
        """Whether there is a day to keep in mind."""
        is_coming = self.deadline is not None and self.deadline >= timezone.localdate()
        return is_coming and self.status != FundingStatus.CLOSED

    @property
    def is_closed(self) -> bool:
        """Whether nobody can apply today; one that was not checked for long may be open all the same."""
        return self.status != FundingStatus.OPEN or self.is_over

    @property
    def reminder_days(self) -> list[int]:
        """How many days before its deadline there is still a day to be reminded on, the longest first."""
        if not self.has_coming_deadline:
            return []
        left = (self.deadline - timezone.localdate()).days
        return [days for days in REMINDER_DAYS if days < left]

    @property
    def offers_reminder(self) -> bool:
        """Whether anything may come of which one could be told: a deadline, or that it opens again."""
        return not self.is_stale and (self.deadline is not None or self.is_closed)

    @property
    def current_until(self) -> datetime:
        """The moment from which on it hides itself: midnight after the last of its days."""
        days = [self.last_fresh_day]
        if self.deadline is not None and self.status != FundingStatus.EXPECTED:
            days.append(self.deadline)
        return timezone.make_aware(datetime.combine(min(days) + timedelta(days=1), time()))
