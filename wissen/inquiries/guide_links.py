"""The personal links of guides: what a token is good for."""

from django.urls import reverse
from django.utils import translation

from vorgang import conf as site
from vorgang.links import mint
from vorgang.models import PersonalLink
from wissen import conf
from wissen.models import Assignment

GUIDE_PURPOSE = "wissen.guide"


def assignment_of(link: PersonalLink) -> Assignment | None:
    """Return the assignment a link opens to its guide; None for every other link, and once it was taken away."""
    target = link.target
    if link.purpose != GUIDE_PURPOSE or not isinstance(target, Assignment) or not target.has_guide:
        return None
    return target


def guide_url(assignment: Assignment) -> str:
    """Mint a link for the guide of an assignment and return its absolute address."""
    token = mint(assignment, GUIDE_PURPOSE, conf.guide_link_lifetime())
    with translation.override(site.supported_language(assignment.language)):
        return site.site_url() + reverse("wissen_guide", args=[token])
