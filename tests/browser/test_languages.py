"""How running text looks in Leichte Sprache and from right to left."""

PROSE = '<div class="{frame}"><p>نص <a href="tel:+49600012310">06000 123-10</a> نص</p></div>'
# Whether the group that is dialled first ("06000") stands to the left of the last one.
IS_DIALLED_FROM_THE_LEFT = """() => {
  const text = document.querySelector('main a').firstChild
  const [first, last] = [[0, 5], [10, 12]].map(([start, end]) => {
    const range = document.createRange()
    range.setStart(text, start)
    range.setEnd(text, end)
    return range.getBoundingClientRect()
  })
  return first.right <= last.left
}"""


def show(page, html, language, direction):
    page.evaluate(
        """([html, language, direction]) => {
          Object.assign(document.documentElement, {lang: language, dir: direction})
          document.querySelector('main').innerHTML = html
        }""",
        [html, language, direction],
    )


def size_of_a_line(page):
    return page.evaluate("parseFloat(getComputedStyle(document.querySelector('main p')).fontSize)")


def test_leichte_sprache_is_set_larger_than_other_text(visit, home):
    page = visit()
    page.goto("/komponenten/")

    sizes = {}
    for language in ("de", "de-simple"):
        show(page, PROSE.format(frame="k-prose"), language, "ltr")
        sizes[language] = size_of_a_line(page)

    assert round(sizes["de-simple"] / sizes["de"], 2) == 1.2


def test_each_sentence_of_a_message_in_leichte_sprache_begins_a_line(visit, home):
    page = visit()
    page.goto("/komponenten/")

    lines = {}
    for language in ("de", "de-simple"):
        show(page, "<p><span>Eins.\n</span><span>Zwei.</span></p>", language, "ltr")
        tops = "[...document.querySelectorAll('main span')].map(part => part.getClientRects()[0].top)"
        lines[language] = page.evaluate(f"new Set({tops}).size")

    assert lines == {"de": 1, "de-simple": 2}


def test_a_telephone_number_is_read_from_left_to_right_in_arabic(visit, home):
    page = visit()
    page.goto("/komponenten/")

    readings = []
    for frame in ("k-prose", "without-the-rule"):
        show(page, PROSE.format(frame=frame), "ar", "rtl")
        readings.append(page.evaluate(IS_DIALLED_FROM_THE_LEFT))

    assert readings == [True, False]


TOP_BAR = """<div class="k-top-bar"><div class="k-page k-top-bar__inner">
<nav class="k-languages"><ul role="list"><li><a href="#">Deutsch</a></li>
<li><a href="#" aria-current="true">English</a></li>
<li><a href="#" lang="ar" dir="rtl">العربيّة</a></li>
<li><a href="#"><span class="kern-icon kern-icon--easy-language"></span>Leichte Sprache</a></li></ul></nav>
<ul role="list"><li><a href="#"><span class="kern-icon kern-icon--sign-language"></span>{sign_language}</a></li></ul>
</div></div>"""
LINES_OF_THE_TOP_BAR = """() =>
  new Set([...document.querySelectorAll('.k-top-bar a')].map(link => link.offsetTop)).size
"""


def test_the_top_bar_takes_two_lines_at_most_on_a_phone(visit, home):
    page = visit(width=320)
    page.goto("/komponenten/")

    lines = {}
    for language, direction, sign_language in (
        ("de", "ltr", "Gebärdensprache"),
        ("de-simple", "ltr", "Gebärden-Sprache"),
        ("en", "ltr", "German Sign Language"),
        ("ar", "rtl", "Gebärdensprache"),
    ):
        show(page, TOP_BAR.format(sign_language=sign_language), language, direction)
        lines[language] = page.evaluate(LINES_OF_THE_TOP_BAR)
    page.evaluate("document.querySelectorAll('.k-top-bar__inner > *').forEach(part => part.style.display = 'block')")
    control = page.evaluate(LINES_OF_THE_TOP_BAR)

    assert {language: count for language, count in lines.items() if count > 2} == {}
    assert control > 2
