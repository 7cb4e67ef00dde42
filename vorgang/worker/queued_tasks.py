"""Tasks queued in django-tasks-db, run inside our own worker; other task back ends need none."""

from time import monotonic

from django.apps import apps

# So long a round runs them, and one more: mails wait meanwhile.
SECONDS = 2.0


def are_rows() -> bool:
    """Whether the site keeps its queued tasks in the database."""
    if not apps.is_installed("django_tasks_db"):
        return False
    from django_tasks import task_backends
    from django_tasks_db import DatabaseBackend

    return isinstance(task_backends["default"], DatabaseBackend)


def run_queued_tasks(worker_id: str) -> None:
    """Run what is queued, at most for a round, so that mails get their turn between."""
    if not are_rows():
        return
    from django_tasks_db.management.commands.db_worker import Worker as TaskWorker

    until = monotonic() + SECONDS

    class Round(TaskWorker):
        def run_task(self, db_task_result) -> None:
            super().run_task(db_task_result)
            self.running = monotonic() < until

    Round(
        queue_names=["*"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=worker_id,
        excluded_queue_names=[],
    ).run()
