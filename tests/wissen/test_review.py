"""Answers are read again: when their day has come, and when a figure they name has changed."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Permission
from django.utils import timezone
from time_machine import travel

from tests import factories
from wissen.models import Figure, FigureValue, ReviewFlag
from wissen.review import due_answers, due_pages, due_programmes, figure_keys, pages_using

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate
PANEL = "Antworten und Förderprogramme prüfen"


@pytest.fixture
def question(home):
    """A published answer that names one figure many times."""
    page = factories.make_knowledge(home)["question"]
    ReviewFlag.objects.all().delete()
    return page


def set_dates(page, **days) -> None:
    for name, number in days.items():
        setattr(page, name, TODAY() + timedelta(days=number))
    page.save_revision().publish()


def test_an_answer_knows_its_figures(question):
    assert figure_keys(question) == ["trainer_allowance"]
    assert list(pages_using("trainer_allowance")) == [question]
    assert list(pages_using("trainer")) == []


def test_a_changed_figure_is_a_reason_to_read_its_answers_again(question):
    value = FigureValue.objects.first()
    value.value += 1
    value.save()
    value.save()

    [due] = due_answers()
    assert due.page == question
    assert due.reasons == ("Die Kennzahl „Übungsleiterpauschale“ wurde geändert.",)


def test_another_figure_is_none(question):
    FigureValue.objects.create(figure=Figure.objects.create(key="train", name="Andere"), value=1)

    assert due_answers() == []


def test_a_translation_of_the_answer_is_read_again_too(question):
    translated = factories.translate(question, "en", title="What is the allowance?")
    ReviewFlag.objects.all().delete()

    FigureValue.objects.first().save()

    assert {due.page.pk for due in due_answers()} == {question.pk, translated.pk}


def test_publishing_an_older_draft_forgets_no_reason(question):
    FigureValue.objects.first().save()
    ReviewFlag.objects.update(raised_on=TODAY() + timedelta(days=1))

    question.save_revision().publish()

    assert len(due_answers()) == 1


def test_a_newer_date_of_the_answer_settles_it(question):
    FigureValue.objects.first().save()

    set_dates(question, reviewed_on=0)

    assert due_answers() == []


@pytest.mark.parametrize(("day", "is_due"), [(-1, True), (0, False), (1, False)])
def test_an_answer_is_due_the_day_after_its_review(question, client, day, is_due):
    set_dates(question, next_review=day)

    assert (len(due_answers()) == 1) is is_due
    assert ("Wir prüfen diese Antwort gerade" in client.get(question.get_url()).content.decode()) is is_due


def test_the_list_and_the_dashboard_name_what_is_due(question, client, coordinator):
    set_dates(question, next_review=-1)
    client.force_login(coordinator)

    assert PANEL in client.get("/admin/").content.decode()
    for address in ("/admin/wissen/pruefen/", "/admin/"):
        page = client.get(address).content.decode()
        assert "Was ist die Pauschale?" in page
        assert "Die Prüfung war für den" in page


def test_whoever_may_not_review_sees_neither(question, client, django_user_model):
    user = django_user_model.objects.create_user("neu", "neu@musterkreis.example", "geheim-genug-1")
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    set_dates(question, next_review=-1)
    client.force_login(user)

    assert client.get("/admin/wissen/pruefen/").status_code == 302
    assert PANEL not in client.get("/admin/").content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_costs_the_same_however_much_is_due(question, number, django_assert_num_queries):
    topic = question.get_parent()
    for index in range(number):
        page = type(question)(
            title=f"Frage {index}?",
            slug=f"frage-{index}",
            short_answer="<p>Ja.</p>",
            next_review=TODAY() - timedelta(days=1),
        )
        topic.add_child(instance=page)

    with django_assert_num_queries(2):
        assert len(due_answers()) == number


STALE = "2026-05-29"


@pytest.fixture
def programme(home):
    """A programme on the last day on which its check counts."""
    with travel("2026-11-25T12:00:00+01:00", tick=False):
        index = factories.make_funding(home)
        yield factories.make_programme_page(index, title="Bälle", checked_on=date.fromisoformat(STALE))


@pytest.mark.parametrize(("day", "is_due"), [("2026-11-25", False), ("2026-11-26", True)])
def test_a_programme_is_due_the_day_on_which_it_hides_itself(programme, day, is_due):
    with travel(f"{day}T00:00:01+01:00", tick=False):
        due = due_pages()

        assert programme.is_stale is is_due
    assert [(each.page, str(each.since), str(each.checked_on)) for each in due] == (
        [(programme, "2026-11-26", STALE)] if is_due else []
    )


@pytest.mark.parametrize("address", ["/admin/wissen/pruefen/", "/admin/"])
def test_the_list_and_the_dashboard_name_a_programme_until_it_is_checked(programme, client, coordinator, address):
    with travel("2026-11-26T12:00:00+01:00", tick=False):
        client.force_login(coordinator)
        before = client.get(address).content.decode()
        programme.checked_on = timezone.localdate()
        programme.save_revision().publish()
        after = client.get(address).content.decode()

    reason = "zuletzt am 29.05.2026 geprüft"
    assert (before.count(reason), after.count(reason)) == (1, 0)
    assert f"/admin/pages/{programme.pk}/edit/" in before


def test_a_programme_that_was_taken_back_needs_no_check(programme):
    programme.unpublish()

    with travel("2027-11-26T12:00:00+01:00", tick=False):
        assert due_pages() == []


def test_answers_and_programmes_stand_by_the_day_since_when_they_are_due(question, programme):
    with travel("2026-11-28T12:00:00+01:00", tick=False):
        set_dates(question, next_review=-1)
        newer = [each.page.title for each in due_pages()]
        set_dates(question, next_review=-30)
        older = [each.page.title for each in due_pages()]

    assert newer == ["Bälle", "Was ist die Pauschale?"]
    assert older == ["Was ist die Pauschale?", "Bälle"]


@pytest.mark.parametrize("number", [1, 3])
def test_the_programmes_cost_one_query_however_many(programme, number, django_assert_num_queries):
    for _each in range(number - 1):
        factories.make_programme_page(programme.get_parent().specific, checked_on=programme.checked_on)

    with travel("2026-11-26T12:00:00+01:00", tick=False), django_assert_num_queries(1):
        assert [each.page.locale.language_code for each in due_programmes()] == ["de"] * number
