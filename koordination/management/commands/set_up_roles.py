"""Create the groups of the office with their rights."""

from django.core.management import BaseCommand

from koordination.roles import RIGHTS, set_up_roles


class Command(BaseCommand):
    help = "Legt die Gruppen der Koordinierungsstelle mit ihren Rechten an."

    def handle(self, *args, **options):
        set_up_roles()
        self.stdout.write("Gruppen: " + ", ".join(RIGHTS))
