"""nginx replaces what a visitor writes about themselves; a web service alone would believe it."""

import pytest

from tests.deploy.installation import HOST, Installation
from tests.deploy.visitor import Visitor, any_address

pytestmark = pytest.mark.slow

FOREIGN = "boese.example"
FORGED = {
    "X_Forwarded_Host": FOREIGN,
    "X_Forwarded_Proto": "http",
    "X_Forwarded_Port": "4711",
    "Forwarded": f"host={FOREIGN};proto=http",
}
LINKS_PER_MINUTE = 20


def guesses(site: Installation, visitor: Visitor) -> list[int]:
    """Return the statuses of wrong links, each said to come from somebody else."""
    return [
        visitor.get(f"/de/vorgang/gibt-es-nicht-{number}/", X_Forwarded_For=f"198.51.100.{number}").status
        for number in range(LINKS_PER_MINUTE + 5)
    ]


@pytest.mark.goal("S20")
def test_no_link_is_made_of_what_a_visitor_says_to_have_forwarded(site):
    answer = site.visitor().get(site.course_path, **FORGED)

    assert answer.status == 200
    assert f'<link rel="canonical" href="https://{HOST}{site.course_path}">' in answer.text
    assert FOREIGN not in answer.text + str(answer.headers)


@pytest.mark.goal("S20")
def test_without_nginx_a_web_service_believes_how_it_was_asked(site):
    """Negative control: said to have been asked without TLS, it leads to TLS."""
    assert Visitor(site.webs[0], HOST).get(site.course_path, **FORGED).status == 301


@pytest.mark.goal("S9")
def test_guessing_links_is_slowed_down_wherever_somebody_says_to_be(site, measured):
    statuses = guesses(site, site.visitor(any_address()))

    # The minute of the clock may end in between.
    assert statuses.count(429) >= 1
    measured(f"X-Forwarded-For durch nginx: {statuses.count(404)} von {len(statuses)} falschen Links, dann 429")


@pytest.mark.goal("S9")
def test_without_nginx_each_forged_address_would_be_counted_alone(site):
    """Negative control: the web service believes the proxy that its settings name."""
    assert set(guesses(site, site.visitor_of(0))) == {404}
