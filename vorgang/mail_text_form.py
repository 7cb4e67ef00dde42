"""The form in which the office rewords a mail."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from pages.forms import CleanFormMixin
from vorgang.mails import PLACEHOLDER, MailKind, mail_kinds


def kind_choices() -> list[tuple[str, str]]:
    return [("", "---------"), *((kind.key, kind.label) for kind in mail_kinds().values())]


def unknown_placeholders(text: str, kind: MailKind) -> list[str]:
    """Return the placeholders of a text that this mail cannot fill."""
    return sorted(set(PLACEHOLDER.findall(text)) - kind.offered())


class MailTextForm(CleanFormMixin, WagtailAdminModelForm):
    """Refuses placeholders that would stay empty in the mail."""

    kind = forms.ChoiceField(label=_("E-Mail"), choices=kind_choices)

    def clean(self):
        cleaned = super().clean()
        kind = mail_kinds().get(cleaned.get("kind", ""))
        for name in ("subject", "introduction") if kind else ():
            unknown = unknown_placeholders(cleaned.get(name) or "", kind)
            if unknown:
                self.add_error(name, unknown_message(unknown, kind))
        return cleaned


def unknown_message(unknown: list[str], kind: MailKind) -> str:
    return _("Unbekannter Platzhalter: %(unknown)s. In dieser E-Mail gibt es: %(offered)s.") % {
        "unknown": ", ".join(f"{{{name}}}" for name in unknown),
        "offered": ", ".join(f"{{{name}}}" for name in sorted(kind.offered())),
    }
