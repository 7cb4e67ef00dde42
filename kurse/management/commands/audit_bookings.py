"""`manage.py audit_bookings`: do courses, seats and waiting lists agree? Changes nothing."""

from django.core.management.base import BaseCommand, CommandError

from kurse.audit.bookings import audit


class Command(BaseCommand):
    """Print every contradiction; the exit code is 1 if there is one."""

    help = "Prüft, ob Kurse, Plätze und Wartelisten zueinander passen. Ändert nichts; Rückgabewert 1 bei Befunden."

    def handle(self, *args, **options):
        findings = audit()
        for finding in findings:
            self.stdout.write(str(finding))
        if findings:
            raise CommandError(f"{len(findings)} Befunde. Siehe docs/betrieb.md, Abschnitt „Buchungen prüfen“.")
        self.stdout.write("Kein Befund.")
