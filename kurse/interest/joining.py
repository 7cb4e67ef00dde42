"""The verbs of the interest list: ask to be told, and confirm the address; the rest is vorgang.subscriptions."""

from dataclasses import dataclass

from django.utils import timezone

from kurse import conf
from kurse.interest.wording import CONFIRM_QUESTION
from kurse.models import Interest, InterestTopic
from vorgang.subscriptions import joining
from vorgang.subscriptions.joining import SubscriptionRequest


@dataclass(frozen=True, kw_only=True)
class InterestRequest(SubscriptionRequest):
    """What somebody asks to be told of; all text is clean already, `topics` are keys of tags."""

    course_id: int | None = None
    topics: tuple[int, ...] = ()
    wish: str = ""
    municipality_id: int | None = None
    weekdays: tuple[str, ...] = ()
    daytimes: tuple[str, ...] = ()

    def columns(self) -> dict:
        return {
            "course_id": self.course_id,
            "wish": self.wish,
            "municipality_id": self.municipality_id,
            "weekdays": ",".join(self.weekdays),
            "daytimes": ",".join(self.daytimes),
        }

    def write_parts(self, subscription: Interest) -> None:
        InterestTopic.objects.bulk_create(InterestTopic(interest=subscription, tag_id=key) for key in self.topics)


def ask_to_be_told(request: InterestRequest, *, idempotency_key: str = "") -> Interest:
    """Put somebody on the list once they confirm their address; see vorgang.subscriptions.joining.ask."""
    return joining.ask(
        request,
        Interest,
        confirm_mail="kurse.interest_confirm",
        lapses_after=conf.erase_unconfirmed_after(),
        idempotency_key=idempotency_key,
    )


def confirm(interest: Interest) -> None:
    """Keep that the address is theirs, from when on they are told; a second time changes nothing."""
    kept_until = timezone.localdate() + conf.interest_lifetime()
    joining.confirm(interest, question=str(CONFIRM_QUESTION), kept_until=kept_until)
