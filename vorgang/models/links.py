"""Personal links: what lets a person without an account act on their case."""

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from vorgang.models.case_key import CaseKey


class PersonalLink(models.Model):
    """One link to one case for one purpose; only the digest of its token is kept."""

    digest = models.CharField(_("Prüfsumme"), max_length=64, unique=True, editable=False)
    purpose = models.CharField(_("Zweck"), max_length=60)
    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.BigIntegerField(_("Vorgang"))
    target = CaseKey("content_type", "object_id")
    created_at = models.DateTimeField(_("erstellt"), default=timezone.now, editable=False)
    expires_at = models.DateTimeField(_("gültig bis"), db_index=True)
    revoked_at = models.DateTimeField(_("widerrufen"), null=True, blank=True)

    class Meta:
        verbose_name = _("persönlicher Link")
        verbose_name_plural = _("persönliche Links")
        indexes = [models.Index(fields=["content_type", "object_id"], name="vorgang_link_target")]

    def __str__(self):
        return f"{self.purpose} {self.digest[:8]}"


class AddressRequest(models.Model):
    """Somebody gave a mail address to which something is sent; whether it is theirs, the mail shows."""

    email = models.EmailField(_("E-Mail"))
    language = models.CharField(_("Sprache"), max_length=20, default="de")
    created_at = models.DateTimeField(_("eingegangen"), default=timezone.now, editable=False)

    # What the outbox asks of whoever it writes to.
    name = ""
    code = ""
    erased_at = None
    restricted_at = None

    class Meta:
        abstract = True

    def __str__(self):
        return str(self.pk)


class LostLinkRequest(AddressRequest):
    """Somebody asked for the links to their cases; kept until the worker has looked them up and answered."""

    class Meta:
        verbose_name = _("Anforderung eines Links")
        verbose_name_plural = _("Anforderungen von Links")


class OwnDataRequest(AddressRequest):
    """Somebody asked for what is stored under an address; kept as long as the link to it.

    With `former_email` they want their cases moved from that address to `email`.
    """

    former_email = models.EmailField(_("bisherige E-Mail"), blank=True)

    class Meta:
        verbose_name = _("Anforderung eigener Daten")
        verbose_name_plural = _("Anforderungen eigener Daten")
        permissions = [
            ("disclose_personal_data", _("Kann Auskunft über gespeicherte Angaben geben")),
            ("restrict_processing", _("Kann gespeicherte Angaben sperren und Sperren aufheben")),
        ]
