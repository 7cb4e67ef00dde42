"""A course comes and goes with its page, however the page is made; a booked one stays."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone
from wagtail.models import APIToken, Page

from kurse.models import Course, CourseDate, CoursePage
from kurse.planning.form import edition_of
from kurse.planning.scheduling import add_dates
from kurse.states import CourseState
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


def made_in_the_cms(desk, page: CoursePage) -> None:
    url = reverse("wagtailadmin_pages:add", args=["kurse", "coursepage", page.get_parent().pk])
    fields = {"title": "Neu", "slug": "neu", "summary": "Worum es geht.", "tags": "", "body-count": "0"}
    desk.post(url, {**fields, "comments-TOTAL_FORMS": 0, "comments-INITIAL_FORMS": 0})


def copied_in_the_cms(desk, page: CoursePage) -> None:
    fields = {"new_title": "Neu", "new_slug": "neu", "new_parent_page": page.get_parent().pk, "publish_copies": "on"}
    desk.post(reverse("wagtailadmin_pages:copy", args=[page.pk]), fields)


def converted_from_an_alias(desk, page: CoursePage) -> None:
    alias = page.create_alias(update_slug="neu")
    desk.post(reverse("wagtailadmin_pages:convert_alias", args=[alias.pk]))


def authorised(desk) -> dict:
    user = User.objects.get(username="koordination")
    return {"Authorization": f"Bearer {APIToken.objects.model.create_token(user=user, name='Test')[1]}"}


def made_by_the_authors_api(desk, page: CoursePage) -> None:
    url = reverse("wagtailapi_v3:create_page")
    body = {"title": "Neu", "slug": "neu", "summary": "Worum es geht."}
    meta = {"type": "kurse.CoursePage", "parent_id": page.get_parent().pk}
    desk.post(url, {**body, "meta": meta}, content_type="application/json", headers=authorised(desk))


def copied_by_the_authors_api(desk, page: CoursePage) -> None:
    url = reverse("wagtailapi_v3:pages_actions_copy", args=[page.pk])
    desk.post(url, {"slug": "neu"}, content_type="application/json", headers=authorised(desk))


WAYS = (
    made_in_the_cms,
    copied_in_the_cms,
    converted_from_an_alias,
    made_by_the_authors_api,
    copied_by_the_authors_api,
)


def new_course_with_a_date() -> Course:
    """Return the course of the new page, published and with a date."""
    page = CoursePage.objects.get(slug="neu")
    page.summary = "Worum es geht."
    page.save_revision().publish()
    start = timezone.now() + timedelta(days=7)
    course = Course.objects.get(page=page)
    add_dates(course, [CourseDate(starts_at=start, ends_at=start + timedelta(hours=2))], edition=edition_of(course))
    return Course.objects.get(pk=course.pk)


@pytest.mark.parametrize("way", WAYS)
def test_a_course_is_in_preparation_whichever_way_its_page_is_made(desk, course, way):
    way(desk, course.page)

    new = new_course_with_a_date()
    assert new != course
    assert (new.state, new.is_open_for_booking()) == (CourseState.DRAFT, False)
    assert list(Course.objects.announced()) == [course]


@pytest.mark.parametrize("way", WAYS)
def test_without_that_a_copy_can_be_booked_before_anybody_has_looked_at_it(desk, course, way, monkeypatch):
    """Negative control: one date is enough, and the seats are those that every course has."""
    monkeypatch.setattr(Course._meta.get_field("state"), "_get_default", lambda: CourseState.OPEN)

    way(desk, course.page)

    assert new_course_with_a_date().is_open_for_booking()


def test_the_page_says_that_its_course_is_in_preparation(desk, course):
    url = reverse("wagtailadmin_pages:edit", args=[course.page_id])
    said = "Der Kurs ist in Vorbereitung"

    while_open = desk.get(url).content.decode()
    Course.objects.update(state=CourseState.DRAFT)
    in_preparation = desk.get(url).content.decode()

    assert (said in while_open, said in in_preparation) == (False, True)


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
