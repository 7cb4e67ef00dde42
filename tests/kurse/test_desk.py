"""The coordinator's desk: courses, bookings, the phone, exports, and who may see them."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from wagtail.models import Page

from kurse.booking import request_booking
from kurse.models import Booking, Course, CourseDate, CoursePage
from kurse.states import CourseState, DateState, SeatState
from tests import factories
from tests.kurse.test_booking import person
from vorgang.models import OutboxMail

pytestmark = pytest.mark.django_db


def edit_url(course: Course) -> str:
    return reverse("kurse_course:edit", args=[course.pk])


def filled(client, course: Course, **fields) -> dict:
    """Return the edit form as the browser would send it back, with some fields changed."""
    form = client.get(edit_url(course)).context["form"]
    sent = {}
    for bound in [
        *form,
        *form.formsets["dates"].management_form,
        *(f for d in form.formsets["dates"].forms for f in d),
    ]:
        value = bound.value()
        if hasattr(value, "strftime"):
            value = value.strftime("%d.%m.%Y %H:%M")
        sent[bound.html_name] = "" if value is None or value is False else value
    return {**sent, **fields}


def new_date(number: int, start: str, end: str, **fields) -> dict:
    prefix = f"dates-{number}"
    values = {"id": "", "starts_at": start, "ends_at": end, "room": "", "state": "planned", "DELETE": "", **fields}
    return {f"{prefix}-{name}": value for name, value in values.items()}


# ------------------------------------------------------------------------------------------ courses


def test_the_coordinator_enters_two_dates_and_the_capacity(desk, course):
    kept = filled(desk, course)
    fields = {
        **kept,
        **new_date(1, "03.12.2027 18:00", "03.12.2027 20:00", room="Saal"),
        **new_date(2, "10.12.2027 18:00", "10.12.2027 20:00"),
        "dates-TOTAL_FORMS": "3",
        "capacity": "17",
    }

    response = desk.post(edit_url(course), fields)

    course.refresh_from_db()
    assert response.status_code == 302
    assert course.capacity == 17
    assert course.dates.count() == 3
    assert f"{timezone.localtime(course.ends_at):%d.%m.%Y %H:%M}" == "10.12.2027 20:00"


def test_a_capacity_below_the_seats_taken_is_refused_in_german_and_the_form_kept(desk, course):
    fields = filled(desk, course, capacity="1", trainer="Alex Beispiel")
    request_booking(course.pk, person(1))
    request_booking(course.pk, person(2))

    response = desk.post(edit_url(course), fields)

    course.refresh_from_db()
    assert response.status_code == 200
    assert "Es sind schon mehr Plätze belegt." in str(response.context["form"].errors["capacity"])
    assert 'value="Alex Beispiel"' in response.content.decode()
    assert (course.capacity, course.trainer, course.seats_taken) == (2, "", 2)


def test_a_booking_meanwhile_does_not_stand_in_the_way_and_is_not_overwritten(desk, course):
    fields = filled(desk, course, capacity="5")
    request_booking(course.pk, person())

    response = desk.post(edit_url(course), fields)

    course.refresh_from_db()
    assert response.status_code == 302
    assert (course.capacity, course.seats_taken) == (5, 1)


def test_a_course_that_somebody_changed_meanwhile_is_refused_and_the_form_kept(desk, course):
    fields = filled(desk, course, capacity="9", trainer="Alex Beispiel")
    Course.objects.filter(pk=course.pk).update(price_note="5 Euro")

    response = desk.post(edit_url(course), fields)

    course.refresh_from_db()
    assert "Jemand hat diesen Kurs inzwischen geändert." in response.content.decode()
    assert 'value="Alex Beispiel"' in response.content.decode()
    assert (course.capacity, course.price_note) == (2, "5 Euro")


def test_without_the_edition_the_other_change_would_be_lost(desk, course):
    """Negative control: it is the edition that protects what somebody else saved."""
    fields = filled(desk, course, capacity="9")
    Course.objects.filter(pk=course.pk).update(price_note="5 Euro")

    desk.post(edit_url(course), {**fields, "edition": ""})

    course.refresh_from_db()
    assert course.price_note == "kostenlos"


def test_a_date_that_somebody_deleted_meanwhile_is_told_and_crashes_nothing(desk, course):
    fields = filled(desk, course, capacity="9")
    CourseDate.objects.filter(course=course).delete()

    response = desk.post(edit_url(course), fields)

    assert response.status_code == 200
    assert "Jemand hat diesen Kurs inzwischen geändert." in response.content.decode()
    assert not CourseDate.objects.exists()


def test_dropping_the_last_date_moves_the_end_of_the_course(desk, course):
    later = course.starts_at + timedelta(days=7)
    CourseDate.objects.create(course=course, starts_at=later, ends_at=later + timedelta(hours=2))
    fields = filled(desk, course)
    fields["dates-1-state"] = DateState.DROPPED

    desk.post(edit_url(course), fields)

    course.refresh_from_db()
    assert course.ends_at == course.dates.first().ends_at


def test_a_date_that_ends_before_it_starts_is_told_at_its_field(desk, course):
    fields = filled(desk, course)
    fields |= {"dates-0-starts_at": "03.12.2027 18:00", "dates-0-ends_at": "03.12.2027 17:00"}

    response = desk.post(edit_url(course), fields)

    assert response.status_code == 200
    assert "Das Ende muss nach dem Beginn liegen." in response.content.decode()


def test_saving_a_course_that_was_called_off_does_not_bring_it_back(desk, course):
    fields = filled(desk, course)
    Course.objects.filter(pk=course.pk).update(state=CourseState.CALLED_OFF)
    fields["edition"] = filled(desk, course)["edition"]

    response = desk.post(edit_url(course), {**fields, "state": "open"})

    course.refresh_from_db()
    assert response.status_code == 302
    assert course.state == CourseState.CALLED_OFF


@pytest.mark.parametrize(
    "fields",
    [
        {"capacity": "0"},
        {"capacity": "-1"},
        {"capacity": "9" * 50},
        {"capacity": "\x00"},
        {"trainer": "x" * 50_000},
        {"trainer": "\x00"},
        {"online_link": "javascript:alert(1)"},
        {"place": "4711"},
        {"state": "called_off"},
        {"dates-0-starts_at": "gestern"},
        {"dates-0-starts_at": "03.12.9999 18:00"},
        {"dates-0-room": "x" * 50_000},
    ],
)
def test_malformed_input_to_a_course_is_told_and_changes_nothing(desk, course, fields):
    before = Course.objects.values().get()

    response = desk.post(edit_url(course), {**filled(desk, course), **fields})

    after = Course.objects.values().get()
    assert response.status_code == 200
    assert {**after, "lock_version": 0} == {**before, "lock_version": 0}


@pytest.mark.parametrize("name", ["dates-0-id", "dates-INITIAL_FORMS", "dates-TOTAL_FORMS"])
@pytest.mark.parametrize("value", ["", "abc", "-1", "4711", "\x00", "9" * 40])
def test_a_tampered_set_of_dates_never_crashes(desk, course, name, value):
    response = desk.post(edit_url(course), {**filled(desk, course), name: value})

    assert response.status_code < 500


def test_the_change_is_in_the_history_of_the_course(desk, course):
    desk.post(edit_url(course), filled(desk, course, capacity="9"))

    response = desk.get(reverse("kurse_course:history", args=[course.pk]))

    assert response.status_code == 200
    assert len(response.context["object_list"]) == 1


# ---------------------------------------------------------------------------- pages and their course


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


# ----------------------------------------------------------------------------------------- bookings


def listed(client, query: str = "") -> list[str]:
    response = client.get(f"{reverse('kurse_booking:index')}{query}")
    return sorted(booking.name for booking in response.context["object_list"])


@pytest.fixture
def three_bookings(programme_page):
    """Two people in one course, one of them confirmed, and one person in another course."""
    finance = factories.make_course(programme_page, title="Kasse")
    website = factories.make_course(programme_page, title="Website")
    user = factories.make_coordinator()
    request_booking(finance.pk, person(1, name="Erika Beispiel"))
    request_booking(finance.pk, person(2, name="Max Muster"), entered_by=user)
    request_booking(website.pk, person(3, name="Zoë Muster"))
    return finance


def test_the_list_filters_and_searches(desk, three_bookings):
    code = Booking.objects.get(name="Max Muster").code

    assert listed(desk) == ["Erika Beispiel", "Max Muster", "Zoë Muster"]
    assert listed(desk, f"?course={three_bookings.pk}") == ["Erika Beispiel", "Max Muster"]
    assert listed(desk, "?state=confirmed") == ["Max Muster"]
    assert listed(desk, f"?course={three_bookings.pk}&state=held") == ["Erika Beispiel"]
    assert listed(desk, "?q=muster") == ["Max Muster", "Zoë Muster"]
    assert listed(desk, "?q=website") == ["Zoë Muster"]
    assert listed(desk, f"?q={code}") == ["Max Muster"]
    assert listed(desk, "?q=erika1@beispiel.example") == ["Erika Beispiel"]


@pytest.mark.parametrize(
    "query",
    ["?q=%00", "?course=abc", "?course=%00", "?state=x", "?p=-1", "?p=99", "?ordering=x", "?export=x", "?q=%FF"],
)
@pytest.mark.parametrize("name", ["kurse_booking:index", "kurse_course:index"])
def test_a_malformed_address_of_a_list_never_crashes(desk, confirmed, name, query):
    assert desk.get(reverse(name) + query).status_code < 500


@pytest.mark.parametrize("name", ["kurse_booking:index", "kurse_course:index", "kurse_choose_course"])
def test_a_list_costs_the_same_with_one_and_thirty_rows(desk, programme_page, name):
    def cost(number: int) -> int:
        for n in range(number):
            request_booking(factories.make_course(programme_page).pk, person(n))
        desk.get(reverse(name))
        with CaptureQueriesContext(connection) as queries:
            desk.get(f"{reverse(name)}?p=1")
        return len(queries)

    with_one, with_thirty = cost(1), cost(29)

    assert with_one == with_thirty


def test_the_titles_of_the_list_lead_to_the_booking_and_nothing_leads_to_a_form(desk, confirmed):
    content = desk.get(reverse("kurse_booking:index")).content.decode()

    links = set(re.findall(r'href="(/admin/kurse/buchungen/[^"?]+)"', content))
    assert links == {reverse("kurse_booking:inspect", args=[confirmed.pk])}


@pytest.mark.parametrize("name", ["add", "edit", "delete", "copy", "usage", "history"])
def test_no_generic_form_writes_a_booking(name):
    with pytest.raises(NoReverseMatch):
        reverse(f"kurse_booking:{name}", args=[] if name == "add" else [1])


@pytest.mark.parametrize("name", ["add", "delete", "copy", "usage"])
def test_a_course_comes_and_goes_with_its_page_only(name):
    with pytest.raises(NoReverseMatch):
        reverse(f"kurse_course:{name}", args=[] if name == "add" else [1])


@pytest.mark.parametrize(
    ("prefix", "path"),
    [
        *(("buchungen", f"{name}/{{pk}}/") for name in ("edit", "delete", "usage", "copy", "history")),
        *(("kurse", f"{name}/{{pk}}/") for name in ("delete", "usage", "copy")),
        ("buchungen", "new/"),
        ("kurse", "new/"),
    ],
)
def test_even_the_administration_finds_no_generic_form(admin_client, course, confirmed, prefix, path):
    target = {"buchungen": confirmed, "kurse": course}[prefix]
    before = list(Booking.objects.values())

    response = admin_client.post(f"/admin/kurse/{prefix}/{path.format(pk=target.pk)}", {"name": "Anders"})

    assert response.status_code == 404
    assert list(Booking.objects.values()) == before


def test_no_bulk_action_writes_a_booking(admin_client, confirmed):
    url = reverse("wagtail_bulk_action", args=["kurse", "booking", "delete"])

    response = admin_client.post(f"{url}?id={confirmed.pk}")

    assert response.status_code == 404
    assert Booking.objects.exists()


def test_the_booking_shows_what_the_office_needs(desk, confirmed):
    content = desk.get(reverse("kurse_booking:inspect", args=[confirmed.pk])).content.decode()

    for text in (confirmed.name, confirmed.email, confirmed.code, "bestätigt", "Ich bin einverstanden."):
        assert text in content


def test_the_office_cancels_and_the_person_is_told(desk, confirmed):
    response = desk.post(reverse("kurse_cancel", args=[confirmed.pk]), follow=True)

    seat = Booking.objects.get().seat
    assert f"Die Buchung {confirmed.code} ist storniert." in response.content.decode()
    assert (seat.state, seat.cancel_reason) == (SeatState.CANCELLED, "office")
    assert OutboxMail.objects.order_by("-pk").first().kind == "kurse.cancelled"
    assert "Buchung stornieren" not in response.content.decode()


def test_opening_the_address_of_an_action_changes_nothing(desk, confirmed):
    response = desk.get(reverse("kurse_cancel", args=[confirmed.pk]))

    assert response.status_code == 405
    assert Booking.objects.get().seat.state == SeatState.CONFIRMED


# -------------------------------------------------------------------------------------------- phone


def call(client, course: Course, **fields):
    """Fill in the phone form and send it."""
    url = reverse("kurse_phone_booking", args=[course.pk])
    key = client.get(url).context["form"]["idempotency_key"].value()
    values = {"name": "Erika Beispiel", "email": "", "phone": "06000 1234-0", "consent": "on", "idempotency_key": key}
    return client.post(url, {**values, **fields})


def test_somebody_is_chosen_a_course_and_booked_on_the_phone(desk, course):
    chosen = desk.get(reverse("kurse_choose_course")).content.decode()

    response = call(desk, course, email="erika@beispiel.example")

    booking = Booking.objects.get()
    mail = OutboxMail.objects.get()
    assert reverse("kurse_phone_booking", args=[course.pk]) in chosen
    assert response["Location"] == reverse("kurse_booking:inspect", args=[booking.pk])
    assert booking.seat.state == SeatState.CONFIRMED
    assert booking.consent_recorded_by.username == "koordination"
    assert (mail.kind, mail.channel) == ("kurse.booked", "mail")


def test_without_an_address_a_letter_waits(desk, course):
    call(desk, course)

    mail = OutboxMail.objects.get()
    assert (mail.kind, mail.channel, mail.state) == ("kurse.booked", "letter", "queued")


def test_a_second_click_books_once(desk, course):
    url = reverse("kurse_phone_booking", args=[course.pk])
    values = {"name": "Erika Beispiel", "consent": "on", "idempotency_key": "schluessel-1"}

    desk.post(url, values)
    desk.post(url, values)

    assert Booking.objects.count() == 1


def test_a_full_course_is_told_in_german_and_the_input_kept(desk, programme_page):
    course = factories.make_course(programme_page, capacity=1)
    request_booking(course.pk, person(9))

    response = call(desk, course, name="Zoë Muster")

    content = response.content.decode()
    assert response.status_code == 409
    assert "ausgebucht" in content
    assert 'value="Zoë Muster"' in content
    assert 'value="06000 1234-0"' in content
    assert Booking.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [("name", ""), ("name", "\x00ab"), ("name", "=1+1"), ("email", "erika"), ("phone", "abc"), ("consent", "")],
)
def test_malformed_input_on_the_phone_is_told_at_its_field(desk, course, field, value):
    response = call(desk, course, **{field: value})

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert not Booking.objects.exists()


def test_an_empty_post_is_told_too(desk, course):
    response = desk.post(reverse("kurse_phone_booking", args=[course.pk]))

    assert response.status_code == 422


def test_a_coordinator_who_reads_english_still_books_in_german(desk, course):
    from wagtail.users.models import UserProfile

    user = factories.User.objects.get(username="koordination")
    profile = UserProfile.get_for_user(user)
    profile.preferred_language = "en"
    profile.save()

    call(desk, course)

    assert Booking.objects.get().language == "de"


# ---------------------------------------------------------------------------------------- dashboard


def test_the_home_page_shows_the_week_and_what_has_no_date(desk, programme_page):
    this_week = factories.make_course(programme_page, title="Bald", in_days=3)
    dropped = factories.make_course(programme_page, title="Ausgefallen", in_days=4)
    dropped.dates.update(state=DateState.DROPPED)
    past = factories.make_course(programme_page, title="Vorbei", in_days=-30)

    content = desk.get(reverse("wagtailadmin_home")).content.decode()
    panel = content[content.index("Diese Woche") :]

    assert edit_url(this_week) in panel
    assert "0 von 12 Plätzen belegt" in panel
    assert edit_url(past) in panel[panel.index("Ohne kommenden Termin") :]
    assert edit_url(dropped) not in panel[: panel.index("Ohne kommenden Termin")]


def test_an_editor_sees_neither_panel_nor_menu(editor, course):
    content = editor.get(reverse("wagtailadmin_home")).content.decode()

    assert "Diese Woche" not in content
    assert "/admin/kurse/" not in content


def test_the_page_of_a_course_shows_its_facts_to_both_and_the_way_to_the_form_to_one(client, course):
    from tests.kurse.conftest import staff

    url = reverse("wagtailadmin_pages:edit", args=[course.page_id])
    shown = []
    for name, group in (("koordination", "Koordination"), ("redaktion", "Redaktion")):
        client.force_login(staff(name, group))
        content = client.get(url).content.decode()
        shown.append(("0 von 2 Plätzen sind belegt." in content, edit_url(course) in content))

    assert shown == [(True, True), (True, False)]
