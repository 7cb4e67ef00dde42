from django.core.management.base import BaseCommand, CommandError

from suche.engines.interface import EngineError
from suche.indexing.following import rebuild, repair


class Command(BaseCommand):
    help = "Baut den Suchindex neu auf und tauscht ihn in einem Zug aus. Mit --repair wird nur ausgebessert."

    def add_arguments(self, parser):
        parser.add_argument("--repair", action="store_true", help="nur vergleichen und ausbessern, was abweicht")

    def handle(self, *, repair: bool, **options):  # noqa: A002
        try:
            number = mend() if repair else rebuild()
        except EngineError as error:
            raise CommandError(f"Der Suchindex ließ sich nicht schreiben: {error}") from error
        self.stdout.write(f"{number} Einträge {'ausgebessert' if repair else 'im Suchindex'}.")


def mend() -> int:
    return repair()
