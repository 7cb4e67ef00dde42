"""A course and its dates: what is booked, as plain rows that no draft of a page can undo."""

from datetime import datetime, timedelta
from functools import cache

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.models import ClusterableModel

from kurse import conf
from kurse.models.course_queries import MOST_HEAD_START, CourseQuerySet
from kurse.models.seating import Seating
from kurse.states import CourseFormat, CourseMode, CourseState

NO_POOLS_OF_DATES = _(
    "Eigene Plätze online und einzeln buchbare Termine gehen nicht zusammen. Bitte lassen Sie „Plätze online“ leer: "
    "Dann teilen sich beide Arten die Plätze jedes Termins."
)


def validate_reminder_days(value: str) -> None:
    if not conf.REMINDER_DAYS.accepts(value):
        raise ValidationError(
            _("Bitte geben Sie Tage von 1 bis 60 an, mehrere mit Komma und höchstens fünf, zum Beispiel 7,1.")
        )


class Course(Seating, ClusterableModel):
    """What is booked: seats, window, dates. One row per course page in the source language.

    `starts_at` and `ends_at` repeat the first and last date for sorting and facets. Where dates are booked singly,
    `next_at` is the start of the first that is still to come, and `books_until` that of the last.
    """

    page = models.OneToOneField(
        "kurse.CoursePage", verbose_name=_("Kursseite"), on_delete=models.CASCADE, related_name="+"
    )
    format = models.CharField(_("Format"), max_length=20, choices=CourseFormat.choices, default=CourseFormat.COURSE)
    mode = models.CharField(_("Art"), max_length=20, choices=CourseMode.choices, default=CourseMode.ON_SITE)
    place = models.ForeignKey(
        "orte.Place",
        verbose_name=_("Ort"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    online_link = models.URLField(
        _("Link zur Online-Teilnahme"),
        blank=True,
        help_text=_("Sehen nur bestätigte Teilnehmende: in ihren E-Mails und auf ihrer persönlichen Seite."),
    )
    link_opens_minutes = models.PositiveSmallIntegerField(
        _("Link erst kurz vorher zeigen (Minuten)"),
        null=True,
        blank=True,
        validators=[MinValueValidator(5), MaxValueValidator(10_080)],
        help_text=_(
            "Leer: Der Link steht in jeder E-Mail. Mit einer Zahl zeigt ihn erst so viele Minuten vor dem ersten "
            "Termin die persönliche Seite; in den E-Mails steht, ab wann."
        ),
    )
    trainer = models.CharField(_("Leitung"), max_length=120, blank=True)
    shows_trainer = models.BooleanField(
        _("Leitung öffentlich nennen"),
        default=True,
        help_text=_("Nur mit Einverständnis: Der Name steht dann auf der Kursseite und hat einen eigenen Kalender."),
    )
    price_note = models.CharField(_("Kosten"), max_length=120, default="kostenlos", blank=True)
    minimum = models.PositiveIntegerField(_("Mindestzahl"), default=0, validators=[MaxValueValidator(1000)])
    decide_at = models.DateTimeField(
        _("Entscheidung am"),
        null=True,
        blank=True,
        help_text=_("Ist die Mindestzahl dann erreicht, sagen wir allen, dass der Kurs stattfindet."),
    )
    runs_since = models.DateTimeField(_("findet statt seit"), null=True, editable=False)
    opens_at = models.DateTimeField(_("Anmeldung ab"), null=True, blank=True)
    head_start_days = models.PositiveSmallIntegerField(
        _("Interessierte zuerst (Tage)"),
        default=conf.head_start_days,
        validators=[MaxValueValidator(MOST_HEAD_START)],
        help_text=_(
            "Nur mit „Anmeldung ab“: Wer auf der Interessenliste auf so einen Kurs wartet, bekommt so viele Tage "
            "vorher eine E-Mail und kann mit ihrem Link vor allen anderen buchen. 0: alle zugleich."
        ),
    )
    closes_at = models.DateTimeField(_("Anmeldung bis"), null=True, blank=True, help_text=_("Leer: bis zum Beginn."))
    cancel_until = models.DateTimeField(
        _("Stornieren bis"), null=True, blank=True, help_text=_("Leer: bis zur üblichen Frist vor Beginn.")
    )
    has_waiting_list = models.BooleanField(
        _("Warteliste"),
        default=True,
        help_text=_("Wird ein Platz frei, bekommt ihn angeboten, wer als Nächstes wartet."),
    )
    needs_approval = models.BooleanField(
        _("Wir entscheiden, wer teilnimmt"),
        default=False,
        help_text=_(
            "Wer seine Anmeldung bestätigt, hat den Platz dann noch nicht fest: Er bleibt frei gehalten, bis Sie in "
            "der Buchung zusagen oder absagen, längstens bis zum Beginn. Was Sie selbst eintragen, ist sofort fest."
        ),
    )
    reminder_days = models.CharField(
        _("Erinnerung (Tage vorher)"), max_length=20, blank=True, validators=[validate_reminder_days]
    )
    presence_needed = models.PositiveSmallIntegerField(
        _("Bescheinigung ab (Prozent)"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
    )
    # However a page is made, by hand, as a copy or by a program: nobody books before the office says so.
    state = models.CharField(
        _("Stand"),
        max_length=20,
        choices=CourseState.choices,
        default=CourseState.DRAFT,
        help_text=_("„in Vorbereitung“: Der Kurs steht in keinem Programm, und niemand kann buchen."),
    )
    # The number in the file that an import read: read again, it makes no second course.
    programme_number = models.CharField(_("Nr. im Programm"), max_length=40, blank=True, editable=False)
    call_off_note = models.CharField(_("Warum abgesagt"), max_length=300, blank=True, editable=False)
    starts_at = models.DateTimeField(_("Beginn"), null=True, editable=False, db_index=True)
    ends_at = models.DateTimeField(_("Ende"), null=True, editable=False, db_index=True)
    next_at = models.DateTimeField(null=True, editable=False, db_index=True)
    books_until = models.DateTimeField(null=True, editable=False)
    # Which questions are asked and what they mean (kurse.questions.asked); empty where none is.
    questions_edition = models.CharField(max_length=64, blank=True, editable=False)
    lock_version = models.PositiveBigIntegerField(default=0, editable=False)
    # What public calendars say of a change: neither moves when somebody books.
    revision = models.PositiveIntegerField(default=0, editable=False)
    revised_at = models.DateTimeField(null=True, editable=False)

    objects = CourseQuerySet.as_manager()

    class Meta(Seating.Meta):
        abstract = False
        verbose_name = _("Kurs")
        verbose_name_plural = _("Kurse")
        ordering = ["starts_at", "pk"]
        permissions = [("import_course", _("Kann ein Programm einlesen"))]

    def __str__(self):
        return self.page.title

    def clean(self):
        if not self.is_hybrid:
            self.online_capacity = None
        if self.mode != CourseMode.ONLINE and self.place_id is None and self.pk and self.starts_at:
            raise ValidationError({"place": _("Bitte wählen Sie den Ort, an dem der Kurs stattfindet.")})
        if self.opens_at and self.closes_at and self.closes_at <= self.opens_at:
            raise ValidationError({"closes_at": _("Die Anmeldung muss nach ihrem Beginn enden.")})
        if self.decide_at and not self.minimum:
            raise ValidationError({"minimum": _("Bitte geben Sie an, ab wie vielen Personen der Kurs stattfindet.")})
        if self.single_dates and self.has_pools:
            raise ValidationError({"online_capacity": NO_POOLS_OF_DATES})

    @cached_property
    def presentation(self):
        """The page that presents this course; kurse.programme.presentation puts its translation here."""
        return self.page

    def get_format_display(self) -> str:
        """Return the format in words; Django's own hashes all formats in the reader's words each time."""
        return str(CourseFormat(self.format).label)

    @property
    def public_trainer(self) -> str:
        """Who leads the course, where everybody may know; else empty."""
        return self.trainer if self.shows_trainer else ""

    @property
    def offers_waiting(self) -> bool:
        """Whether somebody may put their name on the waiting list now."""
        return self.is_full and self.has_waiting_list and self.is_open_for_booking()

    def offers_waiting_for(self, mode: str) -> bool:
        """Whether somebody may wait for a seat of one way of taking part now, whatever is free on the other."""
        return self.pool_of(mode).is_full and self.has_waiting_list and self.is_open_for_booking()

    def is_published(self) -> bool:
        """Whether its page is live and open to everybody, as the database has it at this moment."""
        return published_courses().filter(pk=self.pk).exists()

    @property
    def is_online(self) -> bool:
        return self.mode != CourseMode.ON_SITE

    @property
    def is_in_preparation(self) -> bool:
        return self.state == CourseState.DRAFT

    def is_open_for_booking(self, now: datetime | None = None) -> bool:
        """Whether the booking window is open, whatever the number of free seats."""
        now = now or timezone.now()
        last = self.books_until or self.starts_at
        if self.state != CourseState.OPEN or last is None:
            return False
        closes_at = min(self.closes_at or last, last)
        return (self.opens_at is None or self.opens_at <= now) and now < closes_at

    def link_opens_at(self, now: datetime | None = None, *, start: datetime | None = None) -> datetime | None:
        """The moment until which the link is held back from whom the course begins then; None where it is shown."""
        start = start or self.starts_at
        if self.link_opens_minutes is None or start is None:
            return None
        opens_at = start - timedelta(minutes=self.link_opens_minutes)
        return opens_at if (now or timezone.now()) < opens_at else None

    def is_running(self, now: datetime | None = None) -> bool:
        """Whether staff may still enter somebody: the course takes place and is not over."""
        return self.state == CourseState.OPEN and self.ends_at is not None and (now or timezone.now()) < self.ends_at

    def cancellable_until(self, start: datetime | None = None) -> datetime | None:
        """The last moment at which people cancel by themselves for whom the course begins then; None without a date."""
        start = start or self.starts_at
        if start is None:
            return None
        return min(self.cancel_until or start - conf.cancel_before(), start)


@cache
def published_courses() -> CourseQuerySet:
    """Return the published courses as a query to be narrowed: to put it together costs as much as to ask it."""
    return Course.objects.published()
