"""What axe finds on a page, in one line per element."""

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice", "EN-301-549"]
RUN = """
async ([tags, exclude]) => {
  const context = exclude.length ? {exclude: exclude.map((selector) => [selector])} : document;
  const options = {runOnly: {type: "tag", values: tags}, resultTypes: ["violations"]};
  return (await axe.run(context, options)).violations;
}
"""


def findings(page: Page, exclude: tuple[str, ...] = ()) -> list[str]:
    """Return rule and element of every violation; what the selectors in `exclude` match is left out."""
    # The script is half a megabyte: once per document is enough, however often it is asked.
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    violations = page.evaluate(RUN, [TAGS, list(exclude)])
    return [f"{violation['id']}: {node['html'][:160]}" for violation in violations for node in violation["nodes"]]
