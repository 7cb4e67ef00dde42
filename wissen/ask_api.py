"""Questions to the office for other programs: what topics there are, and a question as the form takes it."""

from django.http import HttpRequest
from django.utils.translation import override
from ninja import Field, Query, Router, Schema, Status

from pages.api.locale import LocaleQuery, answered_in
from pages.api.types import CleanStr, IdempotencyKey
from pages.languages import address_of
from vorgang.forms.validation import validated
from vorgang.guards.limits import check_submission
from wissen.inquiries.asking import ask
from wissen.inquiries.forms import LONGEST_ORIGIN, LONGEST_QUESTION, AskForm
from wissen.reading.pages import open_topics

router = Router(tags=["Wissen"])


class TopicOut(Schema):
    """A topic on which one can ask; `url` leads to the answers there are already."""

    id: int
    title: str
    url: str


class InquiryIn(Schema):
    """A question, and one way to answer it: `email` or `phone`.

    `topic` is an id of /fragen/themen/ in the same language. `query` is what was searched for before, `page_url`
    where: both help whoever answers. `language` is that of the mails; without it, or where the site lacks it, the one
    of Accept-Language.
    """

    question: CleanStr = Field(max_length=LONGEST_QUESTION)
    name: CleanStr = Field(min_length=2, max_length=120)
    email: CleanStr = Field("", max_length=254)
    phone: CleanStr = Field("", max_length=40)
    topic: int | None = Field(None, ge=1, le=2_147_483_647)
    query: CleanStr = Field("", max_length=LONGEST_ORIGIN)
    page_url: CleanStr = Field("", max_length=LONGEST_ORIGIN)
    language: str = Field("", pattern=r"^([a-z]{2}(-[a-z0-9]+)?)?$", max_length=20)


class InquiryOut(Schema):
    """The answer to a question names nobody.

    It is with the office (`received`) and nothing has to be confirmed; `receipt_sent` says whether a mail tells the
    person so, `answered_by` how the answer comes: `email` or `phone`.
    """

    status: str
    receipt_sent: bool
    answered_by: str


@router.get("/fragen/themen/", response=list[TopicOut], url_name="wissen_ask_topics")
def list_topics(request: HttpRequest, query: Query[LocaleQuery]):
    """Return the topics on which one can ask, in the order of the site."""
    with override(answered_in(query.locale)):
        topics = open_topics(request).values_list("pk", "title", "path", "url_path")
        return [{"id": key, "title": title, "url": address_of(path, url_path)} for key, title, path, url_path in topics]


@router.post("/fragen/", response={202: InquiryOut}, url_name="wissen_ask_api")
def create_inquiry(request: HttpRequest, payload: InquiryIn, idempotency_key: IdempotencyKey):
    """Ask the office; it answers by mail, or by phone where there is no address.

    The same Idempotency-Key with the same body repeats the answer without asking again.
    """
    with override(answered_in(payload.language)):
        asked = payload.model_dump(include={"question", "name", "email", "phone", "topic"})
        form = validated(AskForm.from_program(asked, topics=open_topics(request)))
        check_submission(request, payload.email)
        ask(form.inquiry_request(page_url=payload.page_url, query=payload.query), idempotency_key=idempotency_key)
    return Status(
        202,
        {
            "status": "received",
            "receipt_sent": bool(payload.email),
            "answered_by": "email" if payload.email else "phone",
        },
    )
