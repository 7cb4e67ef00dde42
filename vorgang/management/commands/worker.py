"""`manage.py worker`: sends the outbox, runs the due jobs and the queued tasks."""

import logging

from django.core.management import BaseCommand

from vorgang.worker.clock import Worker, begin


class Command(BaseCommand):
    help = "Verschickt E-Mails, erledigt wiederkehrende Aufgaben und die Warteschlange. Beenden mit Strg+C."

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="eine Runde erledigen, dann enden")
        parser.add_argument("--interval", type=float, default=1.0, help="Pause zwischen zwei Runden in Sekunden")

    def handle(self, *args, **options):
        # It tells at every empty round that it has nothing to do.
        logging.getLogger("django_tasks_db").setLevel(logging.WARNING)
        begin()
        worker = Worker(interval=max(options["interval"], 0.05))
        if options["once"]:
            worker.round()
            return
        worker.stop_on_signals()
        worker.run()
