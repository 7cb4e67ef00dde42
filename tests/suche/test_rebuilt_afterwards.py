"""A load of many pages leaves the index to the rebuild at its end, and loses nothing where it breaks off."""

from datetime import timedelta

import pytest
from django.utils import timezone

from suche.engines.choice import engine
from suche.engines.interface import EngineError
from suche.indexing.following import LATE, catch_up_late, rebuild, rebuilt_afterwards
from suche.models import IndexChange
from suche.searching.service import Question, search
from tests.suche.engines import embedded_alone
from tests.suche.knowledge import make_question
from wissen.models import QuestionPage

pytestmark = pytest.mark.django_db


def found(text: str, home) -> list[str]:
    return [hit.candidate.key for hit in search(Question(text, home.get_site().pk, "de")).hits]


def key(page) -> str:
    return f"wissen.questionpage:{page.pk}"


def are_open() -> set[str]:
    return set(IndexChange.objects.filter(is_open=True).values_list("key", flat=True))


def publish_one(knowledge):
    return make_question(knowledge["spenden"].get_parent(), "tombola", "Brauchen wir eine Erlaubnis für die Tombola?")


def break_off(knowledge, on_commit) -> None:
    with rebuilt_afterwards():
        with on_commit(execute=True):
            publish_one(knowledge)
        raise InterruptedError


def later() -> None:
    """Let the worker's time come."""
    IndexChange.objects.filter(is_open=True).update(changed_at=timezone.now() - LATE - timedelta(seconds=1))


def test_a_load_is_found_once_it_is_over(index, home, knowledge, django_capture_on_commit_callbacks):
    with rebuilt_afterwards():
        with django_capture_on_commit_callbacks(execute=True):
            page = publish_one(knowledge)
        assert found("tombola", home) == []
        assert key(page) in are_open()

    assert found("tombola", home) == [key(page)]
    assert are_open() == set()


def test_outside_of_a_load_the_index_follows_at_once(index, home, knowledge, django_capture_on_commit_callbacks):
    """Negative control, after a load has ended, too."""
    with rebuilt_afterwards():
        pass
    with django_capture_on_commit_callbacks(execute=True):
        page = publish_one(knowledge)

    assert found("tombola", home) == [key(page)]


def test_what_a_load_noted_before_it_broke_off_is_made_good_by_the_worker(
    index, home, knowledge, django_capture_on_commit_callbacks
):
    with pytest.raises(InterruptedError):
        break_off(knowledge, django_capture_on_commit_callbacks)
    page = QuestionPage.objects.get(slug="tombola")
    assert (found("tombola", home), are_open()) == ([], {key(page)})

    later()
    catch_up_late()

    assert (found("tombola", home), are_open()) == ([key(page)], set())


@embedded_alone
def test_what_no_engine_could_build_stays_open(index, home, knowledge, monkeypatch, django_capture_on_commit_callbacks):
    def full(*args):
        raise EngineError("disk full")

    with monkeypatch.context() as broken:
        broken.setattr(type(engine()), "rebuild", full)
        with (
            pytest.raises(EngineError),
            rebuilt_afterwards(),
            django_capture_on_commit_callbacks(execute=True),
        ):
            page = publish_one(knowledge)
    assert are_open() == {key(page)}

    later()
    catch_up_late()

    assert (found("tombola", home), are_open()) == ([key(page)], set())


@embedded_alone
def test_a_rebuild_writes_nothing_twice(index, home, knowledge, monkeypatch):
    """What was noted before it read has been read; what is noted meanwhile is written into the new index."""
    written = []
    monkeypatch.setattr(type(engine()), "put", lambda engine, entries: written.extend(entries))
    publish_one(knowledge)

    rebuild()

    assert (written, are_open()) == ([], set())
