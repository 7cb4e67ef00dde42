"""What the office sees of the answers: numbers and texts, once there are enough to hide who said what."""

from dataclasses import dataclass, field

from django.db.models import Avg, Count, QuerySet, Sum

from kurse.attendance.roster import is_over
from kurse.feedback.boxes import is_open
from kurse.feedback.eligibility import FEWEST
from kurse.models import Course, Feedback, FeedbackBox
from kurse.states import Recommendation

# So many answers are shown while more may come; once the box is closed, FEWEST are enough.
ENOUGH = 5
STARS = range(5, 0, -1)


@dataclass(frozen=True)
class Results:
    """The answers about one course; where there are too few yet, only how many were asked and answered."""

    asked: int
    number: int
    needed: int
    mean: float | None = None
    overall: list[tuple[int, int]] = field(default_factory=list)
    recommends: list[tuple[str, int]] = field(default_factory=list)
    helped: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)

    @property
    def are_shown(self) -> bool:
        return self.mean is not None


def are_readable(course: Course) -> bool:
    """Whether anything of the answers is shown yet, number or text: of single dates too after the whole course only.

    There people are asked few by few; read meanwhile, the one answer that comes next would be theirs.
    """
    return is_over(course)


def results_of(course: Course) -> Results | None:
    """Return what is shown of the answers about a course; None while nobody was asked."""
    box = FeedbackBox.objects.filter(course=course).first()
    if box is None:
        return None
    answers = Feedback.objects.filter(course=course)
    number, needed = answers.count(), ENOUGH if is_open(box) else FEWEST
    if number < needed:
        return Results(box.asked, number, needed)
    stars = counted(answers, "overall")
    said = counted(answers, "recommends")
    return Results(
        asked=box.asked,
        number=number,
        needed=needed,
        mean=round(answers.aggregate(mean=Avg("overall"))["mean"], 1),
        overall=[(each, stars.get(each, 0)) for each in STARS],
        recommends=[(str(each.label), said.get(each.value, 0)) for each in Recommendation],
        helped=texts(answers, "helped"),
        missing=texts(answers, "missing"),
    )


def counted(answers: QuerySet, name: str) -> dict:
    return dict(answers.order_by().values_list(name).annotate(number=Count("pk")))


def texts(answers: QuerySet, name: str) -> list[str]:
    """Return what was written, by the alphabet: any other order might say who wrote it, or with what."""
    return sorted(answers.exclude(**{name: ""}).values_list(name, flat=True), key=str.casefold)


def rated(course_ids: list[int]) -> dict[int, dict[str, int]]:
    """Return number of answers and sum of their marks by course; of those whose answers are shown to nobody, none."""
    rows = (
        Feedback.objects.filter(course__in=course_ids)
        .order_by()
        .values("course")
        .annotate(answers=Count("pk"), marks=Sum("overall"))
    )
    boxes = {box.course_id: box for box in FeedbackBox.objects.filter(course__in=course_ids)}
    return {
        row.pop("course"): row
        for row in list(rows)
        if row["answers"] >= (ENOUGH if is_open(boxes[row["course"]]) else FEWEST)
    }
