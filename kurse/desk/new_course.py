"""Where a new course begins: as a page below a programme."""

from django.contrib.auth.models import AbstractBaseUser
from django.urls import reverse
from wagtail.models import Locale

from kurse.models import CourseIndexPage


def programmes_open_to(user: AbstractBaseUser) -> list[CourseIndexPage]:
    """Return the programmes in the source language below which somebody may add pages, the highest first."""
    programmes = CourseIndexPage.objects.filter(locale=Locale.get_default()).order_by("depth", "pk")
    return [programme for programme in programmes if programme.permissions_for_user(user).can_add_subpage()]


def new_course_address(user: AbstractBaseUser) -> str:
    """Return where somebody makes a new course; empty if they may not."""
    for programme in programmes_open_to(user):
        return reverse("wagtailadmin_pages:add", args=["kurse", "coursepage", programme.pk])
    return ""
