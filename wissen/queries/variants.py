"""What people search for becomes one more way to ask a question that has its answer already."""

from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from wagtail.models import Site
from wagtail.permission_policies.pages import PagePermissionPolicy

from suche.searching.service import Question, search
from wissen.fields import lines
from wissen.models import QuestionPage

# How the search calls a question, and how many are offered first.
KEY = QuestionPage._meta.label_lower
MOST_LIKELY = 3


def open_questions(user: AbstractBaseUser) -> QuerySet[QuestionPage]:
    """Return the questions that somebody may change themselves, by title."""
    allowed = PagePermissionPolicy().instances_user_has_permission_for(user, "change")
    questions = QuestionPage.objects.filter(pk__in=allowed.values("pk"), alias_of=None)
    return without_translations(questions).select_related("locale").order_by("title")


def likely_questions(words: str, questions: QuerySet[QuestionPage], site: Site | None) -> list[QuestionPage]:
    """Return those of the questions that the search takes the words for, the likeliest first; a few at most."""
    if not words or site is None:
        return []
    hits = search(Question(words, site.pk, settings.LANGUAGE_CODE)).hits
    numbers = [int(number) for model, number in (hit.candidate.key.split(":") for hit in hits) if model == KEY]
    found = questions.in_bulk(numbers)
    return [found[number] for number in numbers if number in found][:MOST_LIKELY]


def without_translations(questions: QuerySet[QuestionPage]) -> QuerySet[QuestionPage]:
    """Leave out what the next translation would write over, where the site has Wagtail Localize."""
    if not apps.is_installed("wagtail_localize"):
        return questions
    translations = apps.get_model("wagtail_localize", "Translation").objects.filter(
        source__object_id=OuterRef("translation_key"), target_locale_id=OuterRef("locale_id"), enabled=True
    )
    return questions.exclude(Exists(translations))


@transaction.atomic
def add_variant(page: QuestionPage, words: str, user: AbstractBaseUser) -> bool:
    """Add words to what others ask too, in a new draft of the page; return whether they were missing there."""
    # Read anew: what somebody else has added meanwhile stays.
    draft = QuestionPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    known = lines(draft.asked_as)
    if words.casefold() in {line.casefold() for line in (draft.title, *known)}:
        return False
    draft.asked_as = "\n".join([*known, words])
    draft.save_revision(user=user, log_action=True, clean=False)  # what is missing in a draft stays missing
    return True
