"""Removes the second factor of somebody who has lost their device and their recovery codes."""

from allauth.mfa.models import Authenticator
from django.contrib.auth import get_user_model
from django.core.management import BaseCommand, CommandError


class Command(BaseCommand):
    help = "Entfernt App, Schlüssel und Ersatzcodes eines Zugangs. Prüfen Sie vorher, wer Sie darum bittet."

    def add_arguments(self, parser):
        parser.add_argument("username", help="Benutzername")

    def handle(self, *args, username: str, **options):
        users = get_user_model().objects
        try:
            user = users.get_by_natural_key(username)
        except users.model.DoesNotExist as error:
            raise CommandError(f"Einen Zugang „{username}“ gibt es nicht.") from error
        Authenticator.objects.filter(user=user).delete()
        self.stdout.write(f"Der Zugang „{username}“ hat keinen zweiten Faktor mehr.")
