from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from suche.quality.judging import UnusableFile, take_in_file


class Command(BaseCommand):
    help = "Nimmt bewertete Anfragen aus einer Datei ins CMS auf (query, target, grade, kind; target nennt Kurznamen)."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)

    def handle(self, *, file, **options):
        try:
            table = take_in_file(file)
        except UnusableFile as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{len(table.queries)} bewertete Anfragen im CMS.")
        for target in sorted({line.target for line in table.unknown}):
            self.stderr.write(f"Keine Seite heißt „{target}“; was sie erwartet, ist ausgelassen.")
