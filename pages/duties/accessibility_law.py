"""Which law and which bodies stand behind the accessibility statement, by Land.

Names only: address and phone of a body change, so the county enters them in the settings. Sources, read in
November 2026: HessBGG and HVBIT; BGG NRW §§ 10 to 10e and BITVNRW; the Landesinklusionsgesetz and BITV of
Rheinland-Pfalz with the page of its commissioner; the LBGG of Schleswig-Holstein with the page of its complaints
office. Every county checks its own before it publishes.
"""

from dataclasses import dataclass

from pages.models.site_settings import Land


@dataclass(frozen=True)
class AccessibilityLaw:
    """Names in German, as the law has them; `answer_days` is the period of the law, a month where it says none."""

    law: str
    enforcement_body: str
    enforcement_law: str = ""
    monitoring_body: str = ""
    url: str = ""
    answer_days: int = 30


GENERIC = AccessibilityLaw(
    law="die Vorschriften des Landes zur Umsetzung der Richtlinie (EU) 2016/2102",
    enforcement_body="die Stelle des Landes, die für die Durchsetzung der digitalen Barrierefreiheit zuständig ist",
)
LAWS = {
    Land.HE: AccessibilityLaw(
        law="§ 14 des Hessischen Behinderten-Gleichstellungsgesetzes (HessBGG) und die Hessische Verordnung über "
        "barrierefreie Informationstechnik (HVBIT)",
        enforcement_body="die Durchsetzungs- und Überwachungsstelle Barrierefreie Informationstechnik "
        "des Landes Hessen",
        monitoring_body="Durchsetzungs- und Überwachungsstelle Barrierefreie Informationstechnik des Landes Hessen",
        answer_days=42,
    ),
    Land.NW: AccessibilityLaw(
        law="§§ 10 bis 10e des Behindertengleichstellungsgesetzes Nordrhein-Westfalen (BGG NRW) und die "
        "Barrierefreie-Informationstechnik-Verordnung Nordrhein-Westfalen (BITVNRW)",
        enforcement_body="die Ombudsstelle für barrierefreie Informationstechnik des Landes Nordrhein-Westfalen",
        enforcement_law="§ 10d BGG NRW, §§ 9 ff. BITVNRW",
        monitoring_body="Überwachungsstelle nach § 6 BITVNRW",
        url="https://www.lbbp.nrw.de/ombudsstelle",
    ),
    Land.RP: AccessibilityLaw(
        law="§ 10 des Landesinklusionsgesetzes Rheinland-Pfalz und die Barrierefreie-Informationstechnik-Verordnung "
        "Rheinland-Pfalz (BITV RP)",
        enforcement_body="die Durchsetzungsstelle bei der oder dem Landesbeauftragten für die Belange von Menschen "
        "mit Behinderungen in Rheinland-Pfalz",
        enforcement_law="Artikel 9 der Richtlinie (EU) 2016/2102",
        monitoring_body="Überwachungsstelle beim Landesamt für Steuern Rheinland-Pfalz",
        url="https://behindertenbeauftragte.rlp.de/",
    ),
    Land.SH: AccessibilityLaw(
        law="das Landesbehindertengleichstellungsgesetz Schleswig-Holstein (LBGG)",
        enforcement_body="die Beschwerdestelle für barrierefreie Informationstechnik bei der oder dem "
        "Landesbeauftragten für Menschen mit Behinderungen in Schleswig-Holstein",
        enforcement_law="LBGG",
        url="https://www.landtag.ltsh.de/beauftragte/beschwerdestelle-fuer-barrieren/",
    ),
}


def law_of(land: str) -> AccessibilityLaw:
    """Return the law of a Land, or the generic wording where we do not know it."""
    return LAWS.get(land, GENERIC)
