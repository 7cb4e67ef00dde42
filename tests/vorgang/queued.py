"""A task for the test of the worker; tasks must be importable by name."""

from django_tasks import task

noted: list[int] = []


@task()
def note(number: int) -> None:
    noted.append(number)
