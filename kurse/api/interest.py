"""The interest list for other programs: ask to be told of courses."""

from typing import Annotated

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import override
from ninja import Field, Schema, Status
from taggit.models import Tag

from kurse.api.router import NamedRouter
from kurse.interest.form import InterestForm, course_asked_for
from kurse.interest.joining import ask_to_be_told
from kurse.interest.wording import CONSENT
from orte.models import Municipality
from pages.api.locale import answered_in
from pages.api.types import CleanStr, IdempotencyKey
from vorgang.forms.validation import validated
from vorgang.guards.limits import check_submission

router = NamedRouter("kurse_interest_api")
Slug = Annotated[str, Field(max_length=100)]


class InterestIn(Schema):
    """A wish to be told when a course can be booked; `consent` must be true (/interessen/einwilligung/ words it).

    It needs a `course`, one of `tags` (slugs as the programme's facet has them) or a `wish` in own words. Weekdays
    count from 1 (Monday); without weekdays, daytimes or municipality (a slug) any will do.
    """

    email: CleanStr = Field(max_length=254)
    course: int | None = Field(None, ge=1, le=2_147_483_647)
    tags: list[Slug] = Field([], max_length=50)
    wish: CleanStr = Field("", max_length=200)
    municipality: Slug = ""
    weekdays: list[Annotated[int, Field(ge=1, le=7)]] = Field([], max_length=7)
    daytimes: list[Slug] = Field([], max_length=3)
    language: str = Field("", pattern=r"^([a-z]{2}(-[a-z0-9]+)?)?$", max_length=20)
    consent: bool


class InterestOut(Schema):
    """The answer to a request: the same for everybody, whatever is known of the address."""

    status: str


@router.get("/interessen/einwilligung/", response=dict[str, str], url_name="kurse_interest_consent")
def get_interest_consent(request: HttpRequest):
    """Return the wording a person agrees to; show it beside the consent of your own form."""
    return {"text": str(CONSENT)}


@router.post("/interessen/", response={202: InterestOut}, url_name="kurse_interest_api")
def create_interest(request: HttpRequest, payload: InterestIn, idempotency_key: IdempotencyKey):
    """Ask to be told of courses; it counts once the person confirms by the link in the mail.

    The same Idempotency-Key with the same body repeats the answer without asking again.
    """
    with override(answered_in(payload.language)):
        form = validated(interest_form(payload))
        check_submission(request, payload.email)
        ask_to_be_told(form.subscription_request(), idempotency_key=idempotency_key)
    return Status(202, {"status": "confirmation_sent"})


def interest_form(payload: InterestIn) -> InterestForm:
    """Bind the visitor's own form to the payload, so that API and page never judge differently."""
    asked = payload.model_dump(include={"email", "wish", "weekdays", "daytimes", "consent"})
    keys = dict(Tag.objects.filter(slug__in=payload.tags).values_list("slug", "pk"))
    town = Municipality.objects.filter(slug=payload.municipality).values_list("pk", flat=True).first()
    course = course_asked_for(str(payload.course)) if payload.course else None
    form = InterestForm.from_program(
        {
            **asked,
            # What is not known is left for the form to refuse.
            "topics": [keys.get(slug, slug) for slug in payload.tags],
            "municipality": (town or payload.municipality) if payload.municipality else "",
        },
        course=course,
    )
    if payload.course and course is None:
        form.add_error(None, _("Diesen Kurs gibt es nicht. Bitte wählen Sie einen aus dem Kursprogramm."))
    return form
