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


def test_a_telephone_number_is_read_from_left_to_right_in_arabic(visit, home):
    page = visit()
    page.goto("/komponenten/")

    readings = []
    for frame in ("k-prose", "without-the-rule"):
        show(page, PROSE.format(frame=frame), "ar", "rtl")
        readings.append(page.evaluate(IS_DIALLED_FROM_THE_LEFT))

    assert readings == [True, False]
