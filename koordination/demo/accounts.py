"""The demo county's logins. They exist on demo databases only."""

from dataclasses import dataclass

PASSWORD = "Musterkreis-Demo"  # noqa: S105 - printed by make serve, for the demo only


@dataclass(frozen=True)
class Account:
    username: str
    role: str
    group: str


ACCOUNTS = (
    Account("redaktion", "Redaktion: schreibt Seiten", "Redaktion"),
    Account("koordination", "Koordination: Kurse, Buchungen, Posteingang", "Koordination"),
    Account("uebersetzung", "Übersetzung: Seiten in anderen Sprachen", "Übersetzung"),
    Account("datenschutz", "Datenschutz: liest das Journal", "Datenschutz"),
    Account("verwaltung", "Administration: alles, auch Benutzerkonten", "Administration"),
)
