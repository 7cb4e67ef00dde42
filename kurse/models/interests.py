"""Who wants to be told when a course can be booked, about what, and which courses they were told of."""

from django.db import models
from django.db.models import Count, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from kurse.models.courses import Course
from kurse.models.daytimes import Daytime
from vorgang.models import EnclosureMixin, Subscription, SubscriptionQuerySet

# Many interests of one person are one person.
PEOPLE = Count(Lower("email"), distinct=True)


class InterestQuerySet(SubscriptionQuerySet):
    def people(self) -> int:
        return self.aggregate(people=PEOPLE)["people"]

    def drawn_by(self, course: Course):
        """Interests in a course itself or in one of its topics, wherever and whenever it takes place."""
        topics = course.page.tagged_items.values("tag")
        return self.filter(Q(course=course) | Q(topics__tag__in=topics)).distinct()


class Interest(Subscription):
    """One wish to be told: of a course, of topics, or of something in one's own words, perhaps only here and then.

    `weekdays` and `daytimes` are values joined by commas, empty for any; weekdays count from 1 (Monday).
    """

    course = models.ForeignKey(
        Course,
        verbose_name=_("Kurs, von dem aus eingetragen"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="interests",
    )
    wish = models.CharField(_("in eigenen Worten"), max_length=200, blank=True)
    municipality = models.ForeignKey(
        "orte.Municipality",
        verbose_name=_("Gemeinde"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
    )
    weekdays = models.CharField(_("Wochentage"), max_length=20, blank=True)
    daytimes = models.CharField(_("Uhrzeiten"), max_length=40, blank=True)

    objects = InterestQuerySet.as_manager()

    class Meta:
        verbose_name = _("Interesse")
        verbose_name_plural = _("Interessen")
        default_permissions = ["view"]
        ordering = ["-created_at", "-pk"]

    @property
    def topics_in_words(self) -> str:
        return ", ".join(sorted(topic.tag.name for topic in self.topics.all()))

    @property
    def weekdays_in_words(self) -> str:
        return ", ".join(str(WEEKDAYS[int(day) - 1]) for day in self.weekdays.split(",") if day)

    @property
    def daytimes_in_words(self) -> str:
        return ", ".join(str(Daytime(each).label) for each in self.daytimes.split(",") if each)


class InterestTopic(models.Model):
    """One topic of one interest."""

    interest = models.ForeignKey(Interest, verbose_name=_("Interesse"), on_delete=models.CASCADE, related_name="topics")
    tag = models.ForeignKey("taggit.Tag", verbose_name=_("Thema"), on_delete=models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("Thema eines Interesses")
        verbose_name_plural = _("Themen eines Interesses")
        default_permissions = []
        constraints = [models.UniqueConstraint(fields=["interest", "tag"], name="kurse_interest_topic_once")]

    def __str__(self):
        return f"{self.interest_id}/{self.tag_id}"


class Invitation(EnclosureMixin, models.Model):
    """That somebody was told of one course; it goes with the person's data."""

    case_field = "interest"

    interest = models.ForeignKey(
        Interest, verbose_name=_("Interesse"), on_delete=models.CASCADE, related_name="invitations"
    )
    course = models.ForeignKey(Course, verbose_name=_("Kurs"), on_delete=models.CASCADE, related_name="invitations")
    created_at = models.DateTimeField(_("geschrieben"), default=timezone.now, editable=False)
    # Since when its link books no more: once is enough for the head start.
    used_at = models.DateTimeField(_("genutzt"), null=True, editable=False)

    class Meta:
        verbose_name = _("Hinweis auf einen Kurs")
        verbose_name_plural = _("Hinweise auf Kurse")
        default_permissions = []
        constraints = [models.UniqueConstraint(fields=["interest", "course"], name="kurse_invitation_once")]

    def __str__(self):
        return f"{self.interest_id}/{self.course_id}"


class Announcement(models.Model):
    """That those on the interest list were told of a course; every course is announced to them once."""

    course = models.OneToOneField(Course, verbose_name=_("Kurs"), on_delete=models.CASCADE, related_name="announcement")
    made_at = models.DateTimeField(_("geschrieben"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("Hinweis an alle, die warten")
        verbose_name_plural = _("Hinweise an alle, die warten")
        default_permissions = []

    def __str__(self):
        return str(self.course_id)
