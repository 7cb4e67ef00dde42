"""Removes the second factor of somebody who has lost their device and their recovery codes."""

from allauth.mfa.models import Authenticator
from django.contrib.auth import get_user_model
from django.core.management import BaseCommand, CommandError


class Command(BaseCommand):
    help = (
        "Entfernt App, Schlüssel und Ersatzcodes eines Zugangs (oder mit --all aller, nach einem Vorfall). "
        "Prüfen Sie vorher, wer Sie darum bittet."
    )

    def add_arguments(self, parser):
        parser.add_argument("username", nargs="?", help="Benutzername")
        parser.add_argument("--all", action="store_true", help="alle Zugänge")

    def handle(self, *args, username: str | None, **options):
        if bool(username) == options["all"]:
            raise CommandError("Bitte nennen Sie entweder einen Benutzernamen oder --all.")
        found = Authenticator.objects.all()
        if username:
            users = get_user_model().objects
            try:
                found = found.filter(user=users.get_by_natural_key(username))
            except users.model.DoesNotExist as error:
                raise CommandError(f"Einen Zugang „{username}“ gibt es nicht.") from error
        found.delete()
        whose = f"Der Zugang „{username}“ hat" if username else "Alle Zugänge haben"
        self.stdout.write(f"{whose} keinen zweiten Faktor mehr.")
