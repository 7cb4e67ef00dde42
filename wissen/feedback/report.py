"""What readers say of the answers, for those who may edit them: three queries, however many answers."""

from dataclasses import dataclass, field

from django.contrib.auth.models import AbstractUser
from django.db.models import Count, F, Q, Window
from django.db.models.functions import RowNumber
from wagtail.permissions import page_permission_policy

from wissen.models import AnswerFeedback, QuestionPage

MOST_COMMENTS = 5


@dataclass(frozen=True)
class Opinion:
    """What was said of one answer in the last year; `share` is the share of yes in per cent."""

    page: QuestionPage
    yes: int
    no: int
    reasons: tuple[tuple[str, int], ...] = ()
    comments: list[AnswerFeedback] = field(default_factory=list)

    @property
    def share(self) -> int:
        return round(100 * self.yes / (self.yes + self.no))


def opinions(user: AbstractUser) -> list[Opinion]:
    """Return what was said of the answers that somebody may edit, those that helped least first."""
    keys = ("translation_key", "language")
    editable = page_permission_policy.instances_user_has_permission_for(user, "change").values("pk")
    pages = QuestionPage.objects.filter(
        pk__in=editable, translation_key__in=AnswerFeedback.objects.values("translation_key")
    )
    known = {(page.translation_key, page.locale.language_code): page for page in pages.select_related("locale")}
    counted = AnswerFeedback.objects.order_by().values_list(*keys, "helpful", "reason").annotate(number=Count("pk"))
    numbers: dict[tuple, dict[tuple[bool, str], int]] = {}
    for key, language, helpful, reason, number in counted:
        numbers.setdefault((key, language), {})[helpful, reason] = number
    comments = last_comments(list(known))
    found = [opinion(page, numbers[key], comments.get(key, [])) for key, page in known.items() if key in numbers]
    return sorted(found, key=lambda each: (each.share, -each.no, each.page.title))


def opinion(page: QuestionPage, numbers: dict[tuple[bool, str], int], comments: list[AnswerFeedback]) -> Opinion:
    said = sorted(
        ((reason, number) for (_helpful, reason), number in numbers.items() if reason), key=lambda row: -row[1]
    )
    return Opinion(
        page=page,
        yes=sum(number for (helpful, _reason), number in numbers.items() if helpful),
        no=sum(number for (helpful, _reason), number in numbers.items() if not helpful),
        reasons=tuple((AnswerFeedback(reason=reason).get_reason_display(), number) for reason, number in said),
        comments=comments,
    )


def last_comments(answers: list[tuple]) -> dict[tuple, list[AnswerFeedback]]:
    """Return the newest comments on each of these answers, by (translation key, language)."""
    newest = Window(
        RowNumber(), partition_by=[F("translation_key"), F("language")], order_by=[F("day").desc(), F("pk").desc()]
    )
    written = AnswerFeedback.objects.filter(~Q(comment=""), translation_key__in={key for key, _language in answers})
    found: dict[tuple, list[AnswerFeedback]] = {}
    for row in written.annotate(place=newest).filter(place__lte=MOST_COMMENTS).order_by("-day", "-pk"):
        found.setdefault((row.translation_key, row.language), []).append(row)
    return found
