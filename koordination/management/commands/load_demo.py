"""Load the demo county Musterkreis; run again, it adds only what is missing."""

import gc
import shutil
from pathlib import Path

from django.conf import settings
from django.core.management import BaseCommand, CommandError, call_command
from django.db import connection
from wagtail.images.models import Image

from koordination.backups import in_use
from koordination.demo import (
    county,
    courses,
    funding,
    inquiries,
    judged,
    knowledge,
    knowledge_languages,
    languages,
    messages,
    site,
)
from koordination.demo.content import read
from pages.renditions import make_renditions
from suche.indexing.following import rebuilt_afterwards


class Command(BaseCommand):
    help = "Lädt den Musterkreis: Seiten, Orte, Kurse, Buchungen, Konten."

    def add_arguments(self, parser):
        parser.add_argument("--reset", action="store_true", help="zuerst alle Daten löschen (nur SQLite)")

    def handle(self, *args, **options):
        if options["reset"]:
            self.reset()
        # The program itself is no garbage: looking through it again and again took a tenth of the time [measured].
        gc.collect()
        gc.freeze()
        images = site.load_images()
        with rebuilt_afterwards():
            self.load(images)
        judged.measure_once()
        for image in images.values():
            make_renditions.enqueue(image.pk)
        self.stdout.write("Der Musterkreis ist geladen.")

    def load(self, images: dict[str, Image]) -> None:
        land = read("county")["county"]["land"]
        home = site.load_site(images)
        county.load_closed_days(land)
        county.load_municipalities(home)
        county.load_places()
        courses.load_courses(home, images, land)
        knowledge.load_knowledge(home)
        judged.load_judged()
        funding.load_funding(home)
        site.load_texts(home, images)
        site.load_audiences(home, images)
        languages.load_languages(home)
        # Below the home pages of the languages, which must be there.
        knowledge_languages.load_knowledge_languages()
        site.load_accounts()
        messages.load_messages()
        inquiries.load_inquiries()
        messages.keep_mails_back()

    def reset(self) -> None:
        if connection.vendor != "sqlite" or not getattr(settings, "DEVELOPMENT_PAGES", False):
            raise CommandError("--reset gibt es nur für die eingebettete Datenbank der Entwicklung.")
        try:
            with in_use.alone():
                self.empty()
        except in_use.InUse as fault:
            raise CommandError(str(fault)) from fault

    def empty(self) -> None:
        database = connection.settings_dict["NAME"]
        connection.close()
        for path in (f"{database}", f"{database}-wal", f"{database}-shm"):
            Path(path).unlink(missing_ok=True)
        shutil.rmtree(settings.MEDIA_ROOT, ignore_errors=True)
        call_command("migrate", interactive=False, verbosity=0)
