"""Every course page gets its course, in preparation, whoever made it: the CMS, an API, a script; and its events."""

from django.db.models.signals import post_save
from wagtail.signals import page_published, page_unpublished

from kurse.events import on_published, on_unpublished
from kurse.models import Course, CoursePage


def create_course(sender, instance: CoursePage, raw: bool = False, **kwargs) -> None:
    """Make the course of a page that has none; a translation or an alias finds the one of its source."""
    is_source = not raw and instance.alias_of_id is None
    if is_source and not Course.objects.presented_by(instance).exists():
        Course.objects.create(page=instance)


def connect() -> None:
    post_save.connect(create_course, sender=CoursePage, dispatch_uid="kurse.create_course")
    page_published.connect(on_published, sender=CoursePage, dispatch_uid="kurse.events")
    page_unpublished.connect(on_unpublished, sender=CoursePage, dispatch_uid="kurse.events")
