"""A question that people search for becomes a draft."""

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import QuerySet
from django.utils.text import slugify
from wagtail.coreutils import find_available_slug
from wagtail.log_actions import log
from wagtail.permission_policies.pages import PagePermissionPolicy

from wissen.models import QuestionPage, TopicPage


def open_topics(user: AbstractBaseUser) -> QuerySet[TopicPage]:
    """Return the topics below which somebody may add pages."""
    allowed = PagePermissionPolicy().instances_user_has_permission_for(user, "add")
    return TopicPage.objects.filter(pk__in=allowed.values("pk")).select_related("locale").order_by("path")


@transaction.atomic
def draft_question(topic: TopicPage, title: str, asked_as: str, user: AbstractBaseUser) -> QuestionPage:
    """Add an unpublished question below a topic; its answer is still to be written."""
    page = QuestionPage(title=title, asked_as=asked_as, live=False, owner=user, locale=topic.locale)
    page.slug = find_available_slug(topic, slugify(title, allow_unicode=True) or "frage")
    topic.add_child(instance=page)
    page.save_revision(user=user, clean=False)  # an answer may still be missing
    log(page, "wagtail.create", user=user)
    return page
