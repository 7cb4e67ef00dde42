"""What stands around every page of the desk that belongs to one course."""

from django.urls import reverse
from django.utils.translation import gettext as _

from kurse.models import Course


def framed(course: Course, title: str, icon: str) -> dict:
    """Return course, heading, icon and breadcrumbs as Wagtail's generic/base.html reads them."""
    return {
        "course": course,
        "header_title": title,
        "header_icon": icon,
        "breadcrumbs_items": [
            {"url": reverse("wagtailadmin_home"), "label": _("Start")},
            {"url": reverse("kurse_course:edit", args=[course.pk]), "label": str(course)},
            {"url": "", "label": title},
        ],
    }
