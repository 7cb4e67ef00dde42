"""What axe finds on a page: each violation with its rule, its element and where that stands."""

from dataclasses import dataclass

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice", "EN-301-549"]
RUN = """
async (tags) => {
  // A colour halfway between light and dark is nobody's fault.
  for (const animation of document.getAnimations()) {
    if (animation instanceof CSSTransition) animation.finish();
  }
  const options = {runOnly: {type: "tag", values: tags}, resultTypes: ["violations"]};
  return (await axe.run(document, options)).violations;
}
"""


@dataclass(frozen=True)
class Violation:
    """One element that breaks one rule; `target` is a CSS selector that leads to it."""

    rule: str
    target: str
    html: str

    def __str__(self):
        return f"{self.rule}: {self.html[:160]}"


def violations(page: Page) -> list[Violation]:
    # The script is half a megabyte: once per document is enough, however often it is asked.
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    return [
        Violation(found["id"], node["target"][-1], node["html"])
        for found in page.evaluate(RUN, TAGS)
        for node in found["nodes"]
    ]


def findings(page: Page) -> list[str]:
    """Return what axe finds in readable lines."""
    return [str(violation) for violation in violations(page)]
