"""What the office says in a mail in its own words, one text for each language."""

from uuid import UUID, uuid5

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import DraftStateMixin, PreviewableMixin, RevisionMixin, TranslatableMixin

from vorgang.mails import MailKind, filled, mail_kinds, unknown_placeholders

KINDS = UUID("8a1f3c52-6f0d-4b57-9c0e-3a5d1f7b2c64")


def kind_choices() -> list[tuple[str, str]]:
    return [(kind.key, kind.label) for kind in mail_kinds().values()]


class MailText(DraftStateMixin, RevisionMixin, PreviewableMixin, TranslatableMixin, models.Model):
    """The office's own wording of a mail's subject and introduction in one language.

    All texts of one mail are translations of one another, whether translated or written anew.
    """

    kind = models.CharField(_("E-Mail"), max_length=60, choices=kind_choices)
    subject = models.CharField(_("Betreff"), max_length=150)
    introduction = models.TextField(_("Einleitung"), max_length=2000)

    # A translation is a draft of its own, whatever has been published of its source.
    exclude_fields_in_copy = ["live_revision", "latest_revision", "first_published_at", "last_published_at"]

    class Meta:
        verbose_name = _("E-Mail-Text")
        verbose_name_plural = _("E-Mail-Texte")
        permissions = [("publish_mailtext", _("Kann E-Mail-Texte veröffentlichen"))]
        ordering = ["kind", "locale"]
        constraints = [
            models.UniqueConstraint(fields=["translation_key", "locale"], name="vorgang_mailtext_translation"),
            models.UniqueConstraint(
                fields=["kind", "locale"],
                name="vorgang_mailtext_once",
                violation_error_message=_(
                    "Für diese E-Mail gibt es in dieser Sprache schon einen Text. Bitte ändern Sie diesen."
                ),
            ),
        ]

    def __str__(self):
        return self.label

    def save(self, *args, **kwargs):
        self.translation_key = uuid5(KINDS, self.kind)
        super().save(*args, **kwargs)

    def clean(self):
        """Refuse placeholders that would stay empty in the mail."""
        super().clean()
        kind = mail_kinds().get(self.kind)
        texts = {"subject": self.subject, "introduction": self.introduction} if kind else {}
        unknown = {name: unknown_placeholders(text, kind) for name, text in texts.items()}
        if faults := {name: unknown_message(names, kind) for name, names in unknown.items() if names}:
            raise ValidationError(faults)

    @property
    def label(self) -> str:
        """What the mail is called in the CMS; its key where its room is not installed."""
        kind = mail_kinds().get(self.kind)
        return str(kind.label) if kind else self.kind

    label.fget.short_description = _("E-Mail")

    def get_preview_template(self, request, mode_name):
        return "vorgang/mail/preview.html"

    def get_preview_context(self, request, mode_name):
        """Show the placeholders by their names: a preview must not show anybody's case."""
        kind = mail_kinds().get(self.kind)
        locale = self.locale if self.locale_id else self.get_default_locale()
        values = {name: f"[{name}]" for name in (kind.offered() if kind else ())}
        return {
            "language": locale.language_code,
            "subject": filled(self.subject, values),
            "introduction": filled(self.introduction, values),
            "link": "#" if kind and kind.link_purpose else "",
            "is_for_office": bool(kind and kind.is_for_office),
        }


def unknown_message(unknown: list[str], kind: MailKind) -> str:
    return _("Unbekannter Platzhalter: %(unknown)s. In dieser E-Mail gibt es: %(offered)s.") % {
        "unknown": ", ".join(f"{{{name}}}" for name in unknown),
        "offered": ", ".join(f"{{{name}}}" for name in sorted(kind.offered())),
    }
