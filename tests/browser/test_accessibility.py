"""Every page in every state, in all looks: whoever comes, nothing is wrong with what they have in front of them."""

from datetime import date
from itertools import cycle, product

import pytest

from tests.browser.axe import findings
from tests.browser.inspections import ALL, cut_off, focus, forms, headings, large_text, media, storage
from tests.goals import SOAK
from tests.sampling import THIRDS, todays

WIDTHS = (320, 768, 1280)
LOOKS = {
    "light": {"color_scheme": "light", "forced_colors": "none"},
    "dark": {"color_scheme": "dark", "forced_colors": "none"},
    "forced": {"color_scheme": "dark", "forced_colors": "active"},
}
MATRIX = list(product(WIDTHS, LOOKS))


def sample(number: int) -> list[tuple[int, str]]:
    """Return the (width, look) pairs in which the state of this number is looked at: one, and another one each time.

    So each of the nine meets a ninth of today's states in every run; `make soak` takes all nine for all.
    """
    turn = number + date.today().toordinal() // THIRDS
    return MATRIX if SOAK else [MATRIX[turn % len(MATRIX)]]


@pytest.mark.goal("B1", "B5", "B6", "B7", "B9", "B11", "B16", "S16", "S24")
def test_nothing_is_wrong_with_any_page_in_any_state(visit, states, measured):
    page = visit(bypass_csp=True, reduced_motion="reduce")
    found, served, looked = {}, {}, 0

    for number, (name, state) in enumerate(todays(states).items()):
        page.context.clear_cookies()
        served[name] = state.show(page)
        for width, look in sample(number):
            page.emulate_media(**LOOKS[look])
            page.set_viewport_size({"width": width, "height": 900})
            looked += 1
            for inspection, inspect in ALL.items():
                # Whoever has sent a form keeps the cookie that protected it.
                if inspect is storage and state.act is not None:
                    continue
                if problems := inspect(page):
                    found[f"{name}, {look} {width}, {inspection}"] = problems

    assert found == {}
    assert served == {name: state.status for name, state in todays(states).items()}
    measured(f"0 Befunde in {looked} Ansichten von {len(served)} Zuständen")


@pytest.mark.goal("B1")
def test_axe_sees_a_fault(visit, home):
    """Negative control: a picture without a text is found, and a pale text in the dark only."""
    page = visit(bypass_csp=True)
    page.goto(home.get_url())

    plant(page, '<img src="/static/pages/img/logo.svg"><p id="pale">Kaum zu lesen</p>')
    page.add_style_tag(content="@media (prefers-color-scheme: dark) { #pale { color: #333; background: #222 } }")
    rules = {}
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        rules[scheme] = [problem.split(":")[0] for problem in findings(page)]

    assert rules == {"light": ["image-alt"], "dark": ["color-contrast", "image-alt"]}


def plant(page, fault: str) -> None:
    """Put a fault at the beginning of the page's content."""
    page.evaluate("fault => document.querySelector('main').insertAdjacentHTML('afterbegin', fault)", fault)


@pytest.mark.goal("B5", "B6", "B7", "B9", "B11", "B16")
@pytest.mark.parametrize(
    ("inspect", "fault"),
    [
        (headings, "<h4>Zu tief</h4>"),
        (cut_off, '<p style="width: 3000px">Breit</p>'),
        (large_text, '<p style="height: 30px; overflow: hidden">Genau eine Zeile hoch</p>'),
        (focus, '<button style="outline: none !important; box-shadow: none">Stumm</button>'),
        (focus, '<button tabindex="3">Vorgedrängt</button>'),
        (forms, '<form><input name="email"></form>'),
        (forms, '<form><input name="text" id="x" aria-invalid="true"></form>'),
        (forms, '<div class="k-error-summary"><a href="#niemand">Fehlt</a></div>'),
        (media, '<video controls src="film.mp4"></video>'),
        (media, '<video autoplay muted src="film.mp4"><track kind="captions" src="film.vtt"></video>'),
        (media, '<iframe src="/" title="Film"></iframe>'),
        (storage, ""),
    ],
)
def test_each_inspection_sees_its_fault(visit, home, inspect, fault):
    """Negative control: a planted fault is found, and only by its presence."""
    page = visit(bypass_csp=True, reduced_motion="reduce")
    page.goto(home.get_url())
    before = inspect(page)

    plant(page, fault)
    page.evaluate("sessionStorage.setItem('gemerkt', '1')")

    assert before == []
    assert inspect(page) != []


@pytest.mark.goal("B16", "S16")
def test_a_cookie_before_a_form_is_seen(visit, home, live_server):
    """Negative control: the cookie that protects a form is a fault on a page that has none."""
    page = visit()
    page.goto(home.get_url())
    before = storage(page)

    page.context.add_cookies([{"name": "csrftoken", "value": "x", "url": live_server.url}])

    assert (before, storage(page)) == ([], ["cookie csrftoken"])


@pytest.mark.goal("S13")
def test_no_page_breaks_the_policy(visit, states, measured):
    page = visit()
    complaints = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)

    up = todays(states, turn=1)
    for width, state in zip(cycle(WIDTHS), up.values()):
        page.set_viewport_size({"width": width, "height": 900})
        state.show(page)

    assert [text for text in complaints if "responded with a status of" not in text] == []
    measured(f"0 Verstöße in {len(up)} Zuständen")
