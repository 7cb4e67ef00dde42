"""Tasks queued in django-tasks-db, run inside our own worker; other task back ends need none."""

from django.apps import apps

ROUND = 20


def are_rows() -> bool:
    """Whether the site keeps its queued tasks in the database."""
    if not apps.is_installed("django_tasks_db"):
        return False
    from django_tasks import task_backends
    from django_tasks_db import DatabaseBackend

    return isinstance(task_backends["default"], DatabaseBackend)


def run_queued_tasks(worker_id: str) -> None:
    """Run what is queued, at most a round of it, so that mails get their turn between."""
    if not are_rows():
        return
    from django_tasks_db.management.commands.db_worker import Worker as TaskWorker

    TaskWorker(
        queue_names=["*"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=ROUND,
        worker_id=worker_id,
        excluded_queue_names=[],
    ).run()
