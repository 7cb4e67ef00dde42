"""Bring the computed public and school holidays up to date."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from orte.holidays import load_holidays, school_horizon
from pages.models import Land, SiteSettings


class Command(BaseCommand):
    help = "Lädt Feiertage und Schulferien; von Hand geänderte Tage bleiben, wie sie sind."

    def add_arguments(self, parser):
        parser.add_argument("--land", action="append", choices=Land.values, help="Vorgabe: die Länder der Websites")
        parser.add_argument("--years", type=int, default=3, help="Zahl der Jahre ab diesem (Vorgabe 3)")

    def handle(self, *args, land, years, **options):
        configured = SiteSettings.objects.exclude(land="").order_by("land").values_list("land", flat=True).distinct()
        lands = land or list(configured)
        if not lands:
            raise CommandError("Bitte wählen Sie das Bundesland unter „Stelle und Aussehen“ oder mit --land HE.")
        first = timezone.localdate().year
        for code in lands:
            added, changed, removed = load_holidays(code, range(first, first + years))
            horizon = school_horizon(code)
            known = f"Schulferien bekannt bis {horizon:%d.%m.%Y}" if horizon else "Schulferien unbekannt"
            print(f"{Land(code).label}: {added} neu, {changed} geändert, {removed} entfernt. {known}.")
