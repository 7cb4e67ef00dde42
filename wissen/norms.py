"""How a norm is written and looked up: stored law first, shown the usual way."""

import re

ARTICLES = {"DSGVO", "GG", "AEUV"}
NOT_IN_A_SLUG = re.compile(r"[^a-z0-9]+")


def norm_label(law: str, paragraph: str, detail: str = "") -> str:
    """Return a norm as people write it: "§ 3 Nr. 26 EStG", "Art. 6 DSGVO"; only the law where no number is known."""
    if not paragraph:
        return law
    sign = "Art." if law in ARTICLES else "§"
    return " ".join(part for part in (sign, paragraph, detail, law) if part)


def norm_slug(law: str, paragraph: str) -> str:
    """Return a norm as it stands in addresses: "bgb-31a"."""
    return NOT_IN_A_SLUG.sub("-", f"{law}-{paragraph}".lower().replace("ö", "o").replace("ü", "u")).strip("-")
