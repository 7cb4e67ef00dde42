"""Every address of kurse in the CMS: strangers sign in first, editors are refused, nothing leaks."""

import pytest
from django.urls import get_resolver, reverse

from kurse.models import Booking, Seat
from tests.kurse.interests import make_interest

pytestmark = pytest.mark.django_db

# Wagtail answers 403 to scripts and a redirect with a message to people.
BY_SCRIPT = {"X-Requested-With": "XMLHttpRequest"}

NAMES = [
    "kurse_booking:index",
    "kurse_booking:index_results",
    "kurse_booking:inspect",
    "kurse_course:index",
    "kurse_course:index_results",
    "kurse_course:edit",
    "kurse_course:history",
    "kurse_course:history_results",
    "kurse_choose_course",
    "kurse_phone_booking",
    "kurse_call_off",
    "kurse_notice",
    "kurse_moved",
    "kurse_series",
    "kurse_copy",
    "kurse_add_questions",
    "kurse_statistics",
    "kurse_demand",
    "kurse_decide",
    "kurse_feedback_results",
    "kurse_interest:index",
    "kurse_interest:index_results",
    "kurse_interest:inspect",
    "kurse_import",
    "kurse_import_template",
    "kurse_let_run",
    "kurse_accept",
    "kurse_approve",
    "kurse_turn_down",
    "kurse_cancel",
    "kurse_desk_way",
    "kurse_desk_names",
    "kurse_desk_leaving",
    "kurse_desk_rebook",
    "kurse_desk_dates",
    "kurse_participants",
    "kurse_answers",
    "kurse_participants_file",
    "kurse_attendance",
    "kurse_attendance_list",
    "kurse_badges",
    "kurse_issue_certificates",
    "kurse_certificates_file",
    "kurse_trainer_link",
    "kurse_trainer_links_revoke",
]
ACTIONS = {
    "kurse_accept",
    "kurse_approve",
    "kurse_turn_down",
    "kurse_desk_way",
    "kurse_let_run",
    "kurse_issue_certificates",
    "kurse_trainer_link",
    "kurse_trainer_links_revoke",
}
TAKES_BOOKING = {
    "kurse_booking:inspect",
    "kurse_accept",
    "kurse_approve",
    "kurse_turn_down",
    "kurse_cancel",
    "kurse_desk_way",
    "kurse_desk_names",
    "kurse_desk_leaving",
    "kurse_desk_rebook",
    "kurse_desk_dates",
}
TAKES_COURSE = {
    "kurse_feedback_results",
    "kurse_course:edit",
    "kurse_course:history",
    "kurse_course:history_results",
    "kurse_phone_booking",
    "kurse_call_off",
    "kurse_notice",
    "kurse_moved",
    "kurse_series",
    "kurse_copy",
    "kurse_add_questions",
    "kurse_let_run",
    "kurse_participants",
    "kurse_answers",
    "kurse_attendance_list",
    "kurse_badges",
    "kurse_issue_certificates",
    "kurse_certificates_file",
    "kurse_trainer_link",
    "kurse_trainer_links_revoke",
}


def address(name: str, booking: Booking) -> str:
    if name == "kurse_attendance":
        return reverse(name, args=[booking.course_id, booking.course.dates.get().pk])
    if name == "kurse_participants_file":
        return reverse(name, args=[booking.course_id, "csv"])
    if name == "kurse_interest:inspect":
        return reverse(name, args=[make_interest(booking.course).pk])
    if name in TAKES_BOOKING:
        return reverse(name, args=[booking.pk])
    return reverse(name, args=[booking.course_id] if name in TAKES_COURSE else [])


def patterns_below(resolver, prefix: str = "", namespace: str = ""):
    for pattern in resolver.url_patterns:
        route = prefix + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from patterns_below(pattern, route, pattern.namespace or namespace)
        else:
            yield route, f"{namespace}:{pattern.name}" if namespace.startswith("kurse") else pattern.name


def test_the_list_above_names_every_address_of_the_room():
    found = {name for route, name in patterns_below(get_resolver()) if route.startswith("admin/kurse/") and name}

    assert found == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_stranger_is_asked_to_sign_in(client, confirmed, name):
    url = address(name, confirmed)

    responses = [client.get(url), client.post(url)]

    for response in responses:
        assert response.status_code == 302
        assert response["Location"].startswith(reverse("wagtailadmin_login"))
    assert Seat.objects.get().state == "confirmed"


@pytest.mark.parametrize("name", NAMES)
def test_an_editor_is_refused(editor, confirmed, name):
    url = address(name, confirmed)

    responses = [editor.get(url, headers=BY_SCRIPT), editor.post(url, headers=BY_SCRIPT)]

    # An action refuses GET before it asks who comes.
    allowed = [405, 403] if name in ACTIONS else [403, 403]
    assert [response.status_code for response in responses] in ([*allowed], [allowed[0], 405])
    assert all(confirmed.name.encode() not in response.content for response in responses)
    assert Seat.objects.get().state == "confirmed"


@pytest.mark.parametrize("name", [name for name in NAMES if name not in ACTIONS])
def test_the_coordinator_is_let_in(desk, confirmed, name):
    """Negative control: the addresses work for whoever may use them."""
    assert desk.get(address(name, confirmed), follow=True).status_code == 200


def test_the_editors_tree_of_bookings_is_not_reachable_by_search(editor, confirmed):
    content = editor.get(reverse("wagtailadmin_pages:search"), {"q": confirmed.name}).content.decode()

    assert confirmed.code not in content
