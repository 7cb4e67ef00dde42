"""`make serve`: bring the database up, load the demo county into an empty one, serve with a worker beside."""

import os
import signal
import socket
import subprocess  # noqa: S404 - starts our own manage.py only
import sys
from pathlib import Path

from django.conf import settings
from django.core.management import BaseCommand, CommandError, call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from wagtail.models import Site

from koordination.demo.accounts import ACCOUNTS, PASSWORD


class Command(BaseCommand):
    help = "Richtet ein, lädt den Musterkreis und startet Server und Worker."

    def add_arguments(self, parser):
        parser.add_argument("address", nargs="?", default="127.0.0.1:8000")

    def handle(self, *args, **options):
        refuse_taken(options["address"])
        self.prepare()
        home = f"http://localhost:{options['address'].rpartition(':')[2]}"
        worker = subprocess.Popen(  # noqa: S603
            [sys.executable, "manage.py", "worker"], env={"SITE_URL": home, **os.environ}
        )
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
        self.announce(home)
        try:
            call_command("runserver", options["address"], use_reloader=settings.DEBUG, skip_checks=True)
        finally:
            worker.terminate()
            worker.wait(timeout=10)

    def prepare(self) -> None:
        """Create folders, migrate if anything is open, load the demo if there is no site yet."""
        if os.environ.get("RUN_MAIN"):  # the reloader's second process finds everything done
            return
        for folder in (settings.VAR_DIR, settings.MEDIA_ROOT, settings.EMAIL_FILE_PATH):
            Path(folder).mkdir(parents=True, exist_ok=True)
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            call_command("migrate", interactive=False, verbosity=0)
        if not Site.objects.filter(root_page__depth=2, site_name="Musterkreis").exists():
            call_command("load_demo")

    def announce(self, home: str) -> None:
        lines = [
            "",
            f"  Website          {home}/",
            f"  CMS              {home}/admin/",
            f"  API              {home}/api/v1/docs/",
            f"  Mails            {home}/de/mails/",
            f"  Bausteine        {home}/komponenten/",
            "",
            "  Anmelden im CMS (nur in der Demo), Passwort überall: " + PASSWORD,
            *(f"    {account.username:<14} {account.role}" for account in ACCOUNTS),
            "",
            "  Beenden mit Strg+C",
            "",
        ]
        self.stdout.write("\n".join(lines))
        self.stdout.flush()


def refuse_taken(address: str) -> None:
    """Raise CommandError where another server listens: Django would end at once and leave the worker behind."""
    host, _colon, port = address.rpartition(":")
    with socket.socket() as probe:
        if probe.connect_ex((host or "127.0.0.1", int(port))) == 0:
            raise CommandError(
                f"Unter {address} läuft schon ein Server. Beenden Sie ihn, oder nehmen Sie einen anderen Port: "
                "manage.py serve 127.0.0.1:8001"
            )
