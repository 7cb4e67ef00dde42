"""A course comes and goes with its page, however the page is made; a booked one stays."""

import pytest
from django.urls import reverse
from wagtail.models import Page

from kurse.models import Course, CourseDate, CoursePage
from tests import factories

pytestmark = pytest.mark.django_db


def test_a_page_made_in_the_cms_has_its_course(desk, programme_page):
    url = reverse("wagtailadmin_pages:add", args=["kurse", "coursepage", programme_page.pk])
    fields = {"title": "Kassenführung", "slug": "kasse", "summary": "Worum es geht.", "tags": "", "body-count": "0"}

    response = desk.post(url, {**fields, "comments-TOTAL_FORMS": 0, "comments-INITIAL_FORMS": 0})

    page = CoursePage.objects.get(slug="kasse")
    assert response.status_code == 302
    assert page.course.page == page


def test_a_page_made_by_a_script_has_its_course(programme_page):
    page = programme_page.add_child(instance=CoursePage(title="Kasse", slug="kasse", summary="Kurz."))

    assert Course.objects.get().page == page


def test_a_copied_page_has_a_course_of_its_own(course):
    copy = course.page.copy(update_attrs={"slug": "kopie", "title": "Kopie"})

    copied = CoursePage.objects.get(pk=copy.pk).course
    assert copied != course
    assert (copied.page_id, copied.seats_taken) == (copy.pk, 0)


def test_a_translation_finds_the_course_of_its_source(course):
    english = factories.Locale.objects.get_or_create(language_code="en")[0]
    course.page.get_parent().get_parent().copy_for_translation(english)
    course.page.get_parent().copy_for_translation(english)

    translation = course.page.copy_for_translation(english)
    translation.save()

    assert CoursePage.objects.get(pk=translation.pk).course == course
    assert Course.objects.count() == 1


def test_a_translation_by_the_editors_tool_finds_the_course_of_its_source(course):
    from wagtail_localize.models import Translation, TranslationSource

    english = factories.Locale.objects.get_or_create(language_code="en")[0]
    for page in [course.page.get_parent().get_parent(), course.page.get_parent(), course.page]:
        source, _created = TranslationSource.get_or_create_from_instance(page.specific)
        Translation.objects.create(source=source, target_locale=english).save_target(publish=True)

    translation = CoursePage.objects.get(locale=english)
    assert translation.course == course
    assert Course.objects.count() == 1


def test_an_alias_shows_the_course_of_its_source(course):
    alias = course.page.create_alias(update_slug="alias")

    assert CoursePage.objects.get(pk=alias.pk).course == course
    assert Course.objects.count() == 1


def test_a_page_with_bookings_cannot_be_deleted(desk, course, confirmed):
    url = reverse("wagtailadmin_pages:delete", args=[course.page_id])

    responses = [desk.get(url, follow=True), desk.post(url, follow=True)]

    assert [response.status_code for response in responses] == [200, 200]
    assert all("deshalb lässt sich die Seite nicht löschen" in response.content.decode() for response in responses)
    assert CoursePage.objects.filter(pk=course.page_id).exists()


def test_nor_can_the_programme_above_it(admin_client, programme_page, course, confirmed):
    response = admin_client.post(reverse("wagtailadmin_pages:delete", args=[programme_page.pk]), follow=True)

    assert "deshalb lässt sich die Seite nicht löschen" in response.content.decode()
    assert CoursePage.objects.filter(pk=course.page_id).exists()


def test_nor_many_at_once(admin_client, programme_page, course, confirmed):
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])

    response = admin_client.post(f"{url}?id={course.page_id}", follow=True)

    assert "deshalb lässt sich die Seite nicht löschen" in response.content.decode()
    assert CoursePage.objects.filter(pk=course.page_id).exists()


def test_without_the_hook_the_schema_still_keeps_the_bookings(course, confirmed):
    """Negative control and second wall: deleting the page itself is a fault, not a loss."""
    from django.db.models import ProtectedError

    with pytest.raises(ProtectedError):
        Page.objects.get(pk=course.page_id).delete()


def test_a_page_without_bookings_goes_with_its_course(desk, course):
    desk.post(reverse("wagtailadmin_pages:delete", args=[course.page_id]))

    assert not Course.objects.exists()
    assert not CourseDate.objects.exists()
