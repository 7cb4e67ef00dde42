"""Bring one backup back, and forget again whoever was forgotten since it was taken."""

from datetime import datetime
from pathlib import Path

from django.core.management import BaseCommand, CommandError, call_command

from koordination.backups import database, folders, in_use, media
from pages import site_map
from pages.caches import pages as page_cache
from vorgang.keeping import erasure_log
from vorgang.keeping.erasure import erase_due


class Command(BaseCommand):
    help = "Stellt eine Sicherung wieder her (Webdienste und Worker vorher beenden, sonst lehnt der Befehl ab)."

    def add_arguments(self, parser):
        parser.add_argument("folder", help="Ordner der Sicherung, zum Beispiel var/backups/2026-11-24-120000")
        parser.add_argument(
            "--erasures",
            action="append",
            default=[],
            metavar="ORDNER",
            help="weitere Kopie von VAR_DIR/erasures, etwa vom alten Rechner",
        )
        parser.add_argument(
            "--without-media",
            action="store_true",
            help="Bilder und Dokumente lassen, wie sie sind, wenn sie in der Sicherung fehlen",
        )

    def handle(self, *args, **options):
        source = Path(options["folder"])
        try:
            manifest = folders.read_manifest(source)
            if not options["without_media"]:
                folders.check_media(source, manifest)
            with in_use.alone():
                self.bring_back(source, manifest, options["erasures"], without_media=options["without_media"])
        except (folders.Unusable, in_use.InUse) as fault:
            raise CommandError(str(fault)) from fault

    def bring_back(self, source: Path, manifest: dict, more_logs: list[str], *, without_media: bool) -> None:
        """Replace database and media, then forget again; nobody else may work with them meanwhile."""
        database.load(source / database.file_name())
        uploads = None if without_media else media.folder()
        if uploads is not None:
            media.bring_back(source / "media", uploads)
        # The verbs that forget need the tables of this version.
        call_command("migrate", interactive=False, verbosity=0)
        logs = [*folders.logs_of_erasures(source), *map(Path, more_logs)]
        again = erasure_log.replay(logs, datetime.fromisoformat(manifest["taken_at"]))
        due = erase_due()
        # Both would still speak of the database that was replaced.
        site_map.renew()
        page_cache.outdate()
        self.stdout.write(f"Wiederhergestellt aus {source}")
        self.stdout.write(f"Erneut gelöscht: {again.total()} nach dem Löschprotokoll, {due} nach Fristen")
