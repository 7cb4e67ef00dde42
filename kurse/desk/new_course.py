"""Where a new course begins: as a page below the programme."""

from django.contrib.auth.models import AbstractBaseUser
from django.urls import reverse

from kurse.models import CourseIndexPage


def new_course_address(user: AbstractBaseUser) -> str:
    """Return where somebody makes a new course; empty if they may not."""
    for programme in CourseIndexPage.objects.order_by("depth", "pk"):
        if programme.permissions_for_user(user).can_add_subpage():
            return reverse("wagtailadmin_pages:add", args=["kurse", "coursepage", programme.pk])
    return ""
