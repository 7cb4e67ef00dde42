"""Deleting a page over Wagtail's API for authors: what the database refuses is a refusal, not a fault."""

from django.db import transaction
from django.db.models import ProtectedError, RestrictedError
from django.utils.translation import gettext as _
from wagtail.actions.delete_page import DeletePageAction, DeletePagePermissionError


class DeleteFreePageAction(DeletePageAction):
    """Deletes a page and all below it, or nothing; raises DeletePagePermissionError where a room's rows need one.

    Wagtail writes its log before it deletes, so without the transaction a refused page would be logged as deleted.
    """

    def execute(self, *args, **kwargs):
        try:
            with transaction.atomic():
                return super().execute(*args, **kwargs)
        except (ProtectedError, RestrictedError) as error:
            raise DeletePagePermissionError(
                _(
                    "Diese Seite lässt sich nicht löschen, denn an ihr oder einer Seite darunter hängt noch etwas, "
                    "zum Beispiel Anmeldungen. Nehmen Sie sie stattdessen aus der Veröffentlichung."
                )
            ) from error
