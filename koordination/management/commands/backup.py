"""Write database and media into one folder, while the site runs, and remove old ones."""

from django.conf import settings
from django.core.management import BaseCommand

from koordination.backups import folders, in_use, media


class Command(BaseCommand):
    help = "Sichert Datenbank und Medien nach VAR_DIR/backups/<Zeitpunkt> und entfernt alte Sicherungen."

    def handle(self, *args, **options):
        in_use.hold()
        target = folders.make()
        for name in folders.remove_old():
            self.stdout.write(f"Entfernt (älter als {settings.BACKUP_DAYS} Tage): {name}")
        if media.folder() is None:
            self.stdout.write("Bilder und Dokumente liegen in einem Speicherdienst und werden dort gesichert.")
        self.stdout.write(f"Gesichert: {target}")
        return str(target)
