"""What people call a time of day when they look for a course."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Daytime(models.TextChoices):
    """When a course begins, by the hour on the clock."""

    MORNING = "morning", _("vormittags")
    AFTERNOON = "afternoon", _("nachmittags")
    EVENING = "evening", _("abends")

    @property
    def hours(self) -> tuple[int, int]:
        """The first hour, and the first one after it."""
        return {"morning": (0, 12), "afternoon": (12, 17), "evening": (17, 24)}[self.value]

    @classmethod
    def at(cls, hour: int) -> "Daytime":
        return next(each for each in cls if hour < each.hours[1])

    def starts(self) -> Q:
        """Courses or dates that begin then."""
        first, end = self.hours
        return Q(starts_at__hour__gte=first, starts_at__hour__lt=end)
