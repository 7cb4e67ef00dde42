"""Faults of a request that a schema cannot see; the assembled site tells them as problem+json."""

from http import HTTPStatus

from django.utils.translation import gettext as _


class UnusableParameter(Exception):
    """A parameter of the address names something that does not exist here; carries what problem+json needs."""

    status = HTTPStatus.UNPROCESSABLE_ENTITY.value
    code = "invalid"

    def __init__(self, field: str, message: str):
        self.message = _("Bitte prüfen Sie die genannten Felder.")
        self.errors = [{"field": field, "message": message}]
        super().__init__(message)
