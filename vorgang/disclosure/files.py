"""The answer to one person as files: JSON for programs (Art. 20 DSGVO) and PDF/UA-1 for paper."""

import json
from pathlib import Path

from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from vorgang.disclosure.entries import Disclosure, Entry, Value
from vorgang.outbox.office import the_office
from vorgang.papers.letters import compiled
from vorgang.personal_data import Rule

TEMPLATE = Path(__file__).with_name("disclosure.typ")


def headings() -> list[str]:
    return [_("Angabe"), _("Inhalt"), _("Wozu und auf welcher Grundlage"), _("Gelöscht")]


def cells(value: Value) -> list[str]:
    """Return the row of a table that tells one column."""
    if value.rule is None:
        return [value.label, value.text, "", ""]
    return [value.label, value.text, reason(value.rule), str(value.rule.erase_after)]


def source(entry: Entry) -> list[list[str]]:
    """Return the row that tells who gave us the others, none where it was the person."""
    return [[_("Das hat uns genannt"), entry.told_by, "", ""]] if entry.told_by else []


def reason(rule: Rule) -> str:
    return f"{rule.purpose} {rule.stated_basis}"


def item(value: Value) -> dict[str, str]:
    """Return one column as an entry of a description list."""
    note = ""
    if value.rule is not None:
        note = "\n".join([reason(value.rule), _("Gelöscht: %(when)s") % {"when": value.rule.erase_after}])
    return {"term": value.label, "text": value.text, "note": note}


def title_of(entry: Entry) -> str:
    return f"{entry.label} {entry.code}".strip()


def disclosure_json(disclosure: Disclosure) -> str:
    """Return all entries: model and column names as stored, words as the reader's language has them."""
    content = {
        "address": disclosure.address,
        "made_at": disclosure.made_at,
        "controller": the_office().name,
        "entries": [entry_content(entry) for entry in disclosure.entries],
        "elsewhere": disclosure.elsewhere,
    }
    return json.dumps(content, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)


def entry_content(entry: Entry) -> dict:
    return {
        "model": entry.model_label,
        "label": entry.label,
        "code": entry.code,
        "told_by": entry.told_by,
        "values": [value_content(value) for value in entry.values],
    }


def value_content(value: Value) -> dict:
    content = {"name": value.name, "label": value.label, "value": value.raw, "text": value.text}
    if value.rule is not None:
        content |= {
            "purpose": str(value.rule.purpose),
            "basis": value.rule.stated_basis,
            "erase_after": str(value.rule.erase_after),
        }
    return content


def disclosure_pdf(disclosure: Disclosure) -> bytes:
    """Return the same as a document to print and to send by post."""
    office = the_office()
    title = _("Auskunft über Ihre Angaben")
    made_at = date_format(timezone.localtime(disclosure.made_at), _("j. F Y"))
    content = {
        "language": (get_language() or "de").split("-")[0],
        "title": title,
        "author": office.name or office.site_title or title,
        "introduction": [
            office.sender_line,
            _("Stand: %(day)s. Artikel 15 und 20 der Datenschutz-Grundverordnung (DSGVO).") % {"day": made_at},
            *([_("Zur E-Mail-Adresse: %(address)s") % {"address": disclosure.address}] if disclosure.address else []),
        ],
        "headings": headings(),
        "entries": [
            {"title": title_of(entry), "rows": [*source(entry), *(cells(value) for value in entry.for_readers())]}
            for entry in disclosure.entries
        ],
        "closing": elsewhere_sentence(disclosure),
    }
    return compiled(content, TEMPLATE)


def elsewhere_sentence(disclosure: Disclosure) -> str:
    """Return what the office has to look up besides, or ""."""
    if not disclosure.elsewhere:
        return ""
    return _(
        "Unter dieser Adresse gibt es außerdem: %(records)s. "
        "Dazu gibt die Koordinierungsstelle Auskunft; bitte schreiben Sie uns."
    ) % {"records": ", ".join(disclosure.elsewhere)}
