from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from suche.query.thesaurus import UnusableThesaurus, load


class Command(BaseCommand):
    help = (
        "Liest ein allgemeines Wörterbuch sinnverwandter Wörter für die Suche ein (Format MyThes, UTF-8), "
        "zum Beispiel OpenThesaurus aus dem Debian-Paket mythes-de."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="zum Beispiel /usr/share/mythes/th_de_DE_v2.dat")

    def handle(self, *, file, **options):
        try:
            known = load(file)
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}") from error
        except UnusableThesaurus as error:
            raise CommandError(f"{file} ist keine Datei im Format MyThes in UTF-8.") from error
        self.stdout.write(f"{known} Wörter im Wörterbuch der Suche, sofort in Kraft.")
