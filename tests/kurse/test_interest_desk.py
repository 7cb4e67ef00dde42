"""The interest list in the CMS: what is wanted, by how many, and the way to the course."""

import pytest
from django.urls import reverse

from kurse.interest.demand import demand, people_waiting_for, wishes
from kurse.models import Interest
from tests import factories
from tests.kurse.interests import make_interest

pytestmark = pytest.mark.django_db


@pytest.fixture
def law(programme_page):
    return factories.make_course(programme_page, title="Vereinsrecht", tags=("Recht",), in_days=-3)


@pytest.fixture
def topic(law) -> int:
    return law.page.tags.get().pk


def test_a_person_counts_once_for_each_topic_however_often_they_ask(law, topic):
    for email in ("a@beispiel.example", "A@Beispiel.example", "b@beispiel.example"):
        make_interest(law, email=email, topics=(topic,), wish="Satzung ändern")

    assert [(each.topic.name, each.people) for each in demand()] == [("Recht", 2)]
    assert (people_waiting_for(law), wishes()) == (2, ["Satzung ändern"])


@pytest.mark.parametrize("gone", ["confirmed_at", "ended_at", "restricted_at"])
def test_who_does_not_wait_is_not_counted(law, topic, gone):
    interest = make_interest(law, topics=(topic,))
    moment = None if gone == "confirmed_at" else interest.confirmed_at

    Interest.objects.update(**{gone: moment})

    assert (demand(), people_waiting_for(law)) == ([], 0)


def test_the_desk_sees_the_demand_and_leads_to_list_and_new_course(desk, law, topic, programme_page):
    make_interest(law, topics=(topic,))

    page = desk.get(reverse("kurse_demand")).text

    assert "1 Mensch wartet auf einen passenden Kurs" in page
    assert f"{reverse('kurse_interest:index')}?topic={topic}" in page
    assert reverse("wagtailadmin_pages:add", args=["kurse", "coursepage", programme_page.pk]) in page


def test_the_form_of_a_course_tells_who_waits_for_its_topics(desk, programme_page, law, topic):
    make_interest(law, topics=(topic,))
    planned = factories.make_course(programme_page, tags=("Recht",), state="draft")

    form = desk.get(reverse("kurse_course:edit", args=[planned.pk])).text
    listed = desk.get(f"{reverse('kurse_interest:index')}?course={planned.pk}").text

    assert "1 Mensch interessiert sich" in form
    assert "interesse@beispiel.example" in listed


def test_the_list_shows_nobody_who_has_not_confirmed(desk, law, topic):
    make_interest(law, topics=(topic,))
    Interest.objects.update(confirmed_at=None)

    assert "interesse@beispiel.example" not in desk.get(reverse("kurse_interest:index")).text


def test_one_interest_shows_what_somebody_waits_for(desk, law, topic):
    interest = make_interest(law, topics=(topic,), weekdays=("1", "6"), daytimes=("evening",))

    page = desk.get(reverse("kurse_interest:inspect", args=[interest.pk])).text

    assert [word in page for word in ("Recht", "Montag, Samstag", "abends", "Ja.")] == [True] * 4


def test_demand_costs_the_same_for_one_and_for_ten(desk, law, topic, django_assert_max_num_queries):
    costs = []
    desk.get(reverse("kurse_demand"))
    for number in range(10):
        make_interest(law, email=f"p{number}@beispiel.example", topics=(topic,), wish=f"Wunsch {number}")
        if number in {0, 9}:
            with django_assert_max_num_queries(60) as counted:
                desk.get(reverse("kurse_demand"))
            costs.append(len(counted))

    assert costs[0] == costs[1]
