"""What can be wrong with a page that a visitor has in front of them; each inspection returns readable faults."""

from collections.abc import Callable

from playwright.sync_api import Page

from tests.browser.axe import findings

Inspection = Callable[[Page], list[str]]

HEADINGS = """
() => {
  const levels = [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")]
    .filter((heading) => heading.checkVisibility({visibilityProperty: true}))
    .map((heading) => [Number(heading.tagName[1]), heading.textContent.trim()]);
  const faults = levels.filter(([level]) => level === 1).length === 1 ? [] : ["not exactly one h1"];
  levels.forEach(([level, text], at) => {
    const before = at ? levels[at - 1][0] : 0;
    if (level > before + 1) faults.push(`h${before} is followed by h${level}: ${text}`);
  });
  return faults;
}
"""
CUT_OFF = """
() => {
  const faults = [];
  const root = document.documentElement;
  if (root.scrollWidth > root.clientWidth) faults.push(`scrolls sideways by ${root.scrollWidth - root.clientWidth} px`);
  for (const element of document.querySelectorAll("body *")) {
    const style = getComputedStyle(element);
    const hides = style.overflowX === "hidden" || style.overflowX === "clip";
    // Two pixels and less are what is left of an element only screen readers are to meet.
    // What is typed scrolls in its field.
    if (!hides || element.matches("input, textarea") || element.clientWidth < 3 || !element.checkVisibility()) continue;
    if (element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1) {
      faults.push(`cut off: <${element.tagName.toLowerCase()} class="${element.className}">`);
    }
  }
  return faults;
}
"""
# WCAG 2.2, 1.4.12 Text Spacing.
SPACING = """
* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
p { margin-block-end: 2em !important }
"""
FOCUS = """
(first) => {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const name = `<${element.tagName.toLowerCase()}> ${(element.innerText || element.name || "").trim().slice(0, 40)}`;
  const faults = [];
  const looks = (node) => {
    const style = getComputedStyle(node);
    return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none";
  };
  const drawn = [element, ...(element.labels || []), element.closest(".kern-form-check, article")];
  if (!drawn.some((node) => node && looks(node))) faults.push(`${name} does not show its focus`);
  const box = element.getClientRects()[0];
  if (box && box.width > 1) {
    const top = document.elementFromPoint(box.x + box.width / 2, Math.max(box.y, 0) + Math.min(box.height / 2, 20));
    const parts = [element, ...(element.labels || [])];
    const free = top && parts.some((part) => part.contains(top) || top.contains(part));
    if (!free) faults.push(`${name} is covered or outside of the window`);
  }
  const again = element.dataset.seen === "yes";
  element.dataset.seen = "yes";
  return {faults, name, again, isFirst: element.matches(first)};
}
"""
FORMS = """
() => {
  const tokens = {name: "name", email: "email", phone: "tel"};
  const faults = [];
  const listed = [...document.querySelectorAll(".k-error-summary a")].map((link) => link.hash.slice(1));
  const lost = listed.filter((id) => !document.getElementById(id));
  faults.push(...lost.map((id) => `the summary leads to #${id}, which is not there`));
  for (const field of document.querySelectorAll("main form [name]:not([type=hidden]):not(button)")) {
    if (field.closest("[aria-hidden=true]") || !field.checkVisibility()) continue;
    const token = tokens[field.name];
    if (token && field.autocomplete !== token) faults.push(`${field.name} has autocomplete "${field.autocomplete}"`);
    if (field.getAttribute("aria-invalid") !== "true") continue;
    const leads = (id) => id === field.id || field.closest(`[id="${id}"]`);
    if (!listed.some(leads)) faults.push(`${field.name} is not in the summary`);
    const said = (field.getAttribute("aria-describedby") || "").split(" ").map((id) => document.getElementById(id));
    const isTold = said.some((node) => node && node.textContent.trim());
    if (!isTold) faults.push(`${field.name} is not described by its error`);
  }
  return faults;
}
"""
# Focus on the body puts the next Tab at the beginning, wherever a list of errors had taken it.
START = """
() => {
  document.querySelectorAll("[data-seen]").forEach((element) => delete element.dataset.seen);
  document.body.tabIndex = -1;
  document.body.focus();
  document.body.removeAttribute("tabindex");
}
"""
QUEUE_JUMPERS = (
    "() => [...document.querySelectorAll('[tabindex]')].filter((e) => e.tabIndex > 0).map((e) => e.outerHTML)"
)
MEDIA = """
() => {
  const called = (element) => `<${element.tagName.toLowerCase()} ${element.title || element.src || element.data}>`;
  const frames = [...document.querySelectorAll("iframe, object, embed")];
  const films = [...document.querySelectorAll("video, audio")];
  const silent = films.filter((film) => !film.querySelector("track[kind=captions], track[kind=subtitles]"));
  return [
    ...frames.map((frame) => `${called(frame)} is loaded before anybody asked for it`),
    ...films.filter((film) => film.autoplay || !film.paused).map((film) => `${called(film)} plays by itself`),
    ...silent.map((film) => `${called(film)} has no captions`),
  ];
}
"""
STORED = "() => [...Object.keys(localStorage), ...Object.keys(sessionStorage)]"


def headings(page: Page) -> list[str]:
    """One h1, and no level is skipped on the way down."""
    return page.evaluate(HEADINGS)


def cut_off(page: Page) -> list[str]:
    """Nothing is cut off and nothing makes the page scroll sideways."""
    return page.evaluate(CUT_OFF)


def large_text(page: Page) -> list[str]:
    """The same with twice the text size (WCAG 1.4.4), then with wide spacing (1.4.12)."""
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    faults = [f"200 %: {fault}" for fault in cut_off(page)]
    page.evaluate("document.documentElement.style.fontSize = ''")
    sheet = page.add_style_tag(content=SPACING)
    faults += [f"spacing: {fault}" for fault in cut_off(page)]
    sheet.evaluate("sheet => sheet.remove()")
    return faults


def focus(page: Page, limit: int = 200, first: str = ".k-skip-link") -> list[str]:
    """The skip link comes first, each stop shows its focus and lies free, and the keyboard leaves the page again."""
    page.evaluate(START)
    faults = [f"{element} jumps the queue" for element in page.evaluate(QUEUE_JUMPERS)]
    for number in range(limit):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUS, first)
        if stop is None or stop["again"]:
            # The skip link lies over what stands below it as long as it has the focus.
            page.evaluate("document.activeElement.blur()")
            return faults
        if number == 0 and not stop["isFirst"]:
            faults.append(f"first stop is {stop['name']}")
        faults += stop["faults"]
    return [*faults, "the keyboard does not leave the page"]


def forms(page: Page) -> list[str]:
    """Each wrong field is listed above with a link, told its error, and what a browser knows it may fill in."""
    return page.evaluate(FORMS)


def media(page: Page) -> list[str]:
    """Nothing is loaded or plays by itself, and what can be played has captions (WCAG 1.2.2, 1.4.2, 2.2.2)."""
    return page.evaluate(MEDIA)


def storage(page: Page) -> list[str]:
    """Nothing is stored in the browser; a form may keep the cookie of its own protection (§ 25 (2) TDDDG)."""
    cookies = {cookie["name"] for cookie in page.context.cookies()}
    allowed = {"csrftoken", "__Host-csrftoken"} if page.locator("form[method=post]").count() else set()
    return [f"cookie {name}" for name in sorted(cookies - allowed)] + [f"stored {key}" for key in page.evaluate(STORED)]


ALL: dict[str, Inspection] = {
    "axe": findings,
    "headings": headings,
    "cut off": cut_off,
    "large text": large_text,
    "focus": focus,
    "forms": forms,
    "media": media,
    "storage": storage,
}
