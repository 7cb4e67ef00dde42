"""The house keeps its own rules of security; each rule finds a sample that breaks it."""

from pathlib import Path

import pytest

from tests.supply_chain.house_rules import RULES, breaches, sources, unescaped
from tests.test_architecture import FLOORS

pytestmark = [pytest.mark.database_free, pytest.mark.goal("S21")]
ROOT = Path(__file__).resolve().parents[2]
ROOMS = ["koordination", *FLOORS]

# (rule, file, function): why it may.
EXCEPTIONS = {
    ("builds_sql", "koordination/forgetting.py", "tidy_search_index"): "the name of one table of Wagtail's",
    (
        "builds_sql",
        "vorgang/journal/guard.py",
        "guard",
    ): "our own names; DDL takes no parameters",
    ("builds_sql", "vorgang/journal/guard.py", "unguard"): "the same",
    (
        "builds_sql",
        "vorgang/keeping/column_samples.py",
        "take_no_samples",
    ): "quoted names; DDL takes no parameters",
    ("locks_by_itself", "koordination/accounts/attempts.py", "remember"): "a counter of axes, raised by F() besides",
    ("locks_by_itself", "koordination/accounts/secrets.py", "renew"): "one row of allauth's, nothing is decided by it",
    (
        "locks_by_itself",
        "pages/desk/page_editing.py",
        "dispatch",
    ): "the foundation knows no vorgang; no_key, links wait",
    ("locks_by_itself", "vorgang/keeping/erasure.py", "sweep_batch"): "skips what another run holds; lock() would wait",
    ("locks_by_itself", "vorgang/keeping/deletion.py", "delete"): "locks those rows that are still due, by a filter",
    (
        "locks_by_itself",
        "kurse/importing/verb.py",
        "make_once",
    ): "imports queue at their page: no lock row",
    ("looks_up_a_secret", "anschluss/endpoints.py", "renew_secrets"): "compares and sets the ciphertext of one row",
    ("marks_unescaped_text_as_safe", "koordination/chooser_start.py", "render_without_script"): "markup of Wagtail's",
    (
        "marks_unescaped_text_as_safe",
        "koordination/templatetags/inline_code.py",
        "without_inline_code",
    ): "rendered",
    ("marks_unescaped_text_as_safe", "kurse/views/programme_print.py", "qr_code"): "a drawing without text",
    (
        "redirects_to_input",
        "kurse/views/programme_short.py",
        "to_programme",
    ): "our own page, and of its filters the known",
    ("marks_unescaped_text_as_safe", "kurse/questions/wording.py", "told_as"): "each part is escaped in the same line",
    ("marks_unescaped_text_as_safe", "pages/metadata.py", "script"): "JSON with every < escaped",
    ("marks_unescaped_text_as_safe", "pages/slots.py", "fill"): "joins what templates have rendered",
    ("marks_unescaped_text_as_safe", "pages/placeholders.py", "filled_html"): "takes safe HTML, escapes what it adds",
    ("marks_unescaped_text_as_safe", "suche/searching/highlighting.py", "marked"): "each part of the text is escaped",
    ("marks_unescaped_text_as_safe", "suche/searching/highlighting.py", "snippet"): "joins what `marked` returns",
    ("marks_unescaped_text_as_safe", "pages/templatetags/components.py", "running_text"): "as safe as it came",
    ("marks_unescaped_text_as_safe", "wissen/templatetags/wissen.py", "render"): "rendered, with rendered parts put in",
    ("marks_unescaped_text_as_safe", "wissen/templatetags/wissen.py", "explain"): "a word of what was rendered",
}
SAMPLES = {
    "marks_unescaped_text_as_safe": ['mark_safe(f"<b>{name}</b>")', "SafeString(text)", 'format_html("<b>" + name)'],
    "builds_sql": [
        'cursor.execute(f"SELECT {name}")',
        'cursor.execute("SELECT %s" % name)',
        'Course.objects.raw("SELECT {}".format(name))',
        'RawSQL("a" + name, [])',
    ],
    "looks_up_a_secret": ["PersonalLink.objects.get(token=token)", "rows.filter(secret__startswith=text)"],
    "writes_on_reading": [
        "class V:\n    def get(self, request):\n        Seen.objects.create()",
        "@require_safe\ndef show(request):\n    note(request)\n\ndef note(request):\n    row.save()",
        '@router.get("/x/")\ndef one(request):\n    row.delete()',
    ],
    "locks_by_itself": ["Course.objects.select_for_update().get(pk=1)"],
    "skips_csrf": ["@csrf_exempt\ndef view(request): ...", "@decorators.csrf_exempt\ndef view(request): ..."],
    "redirects_to_input": [
        'redirect(request.GET["next"])',
        'HttpResponseRedirect(self.request.META.get("HTTP_REFERER"))',
    ],
}
GOOD = [
    'mark_safe("<b>")',
    'format_html(_("<b>{}</b>"), name)',
    'cursor.execute("SELECT %s", [name])',
    "PersonalLink.objects.get(digest=digest_of(token))",
    "settings.get(name)",
    "class V:\n    def get(self, request):\n        cache.delete(1)\n        return super().get(request)",
    "class V:\n    def post(self, request):\n        row.save()",
    "lock(Course, pk)",
    "redirect(page.get_url(request))",
]


def found_in(suffix: str = ".py") -> set[tuple[str, str, str]]:
    """Return (rule, file, function) of every breach in the house."""
    return {
        (rule, str(path.relative_to(ROOT)), function)
        for path in sources(ROOT, ROOMS, suffix)
        for rule, function in breaches(path.read_text())
    }


def test_the_house_keeps_its_rules_but_where_the_reason_stands(measured):
    found = found_in()

    assert found - set(EXCEPTIONS) == set()
    measured(f"{len(RULES)} Regeln des Hauses: 0 Verstöße, {len(EXCEPTIONS)} begründete Ausnahmen")


def test_no_exception_outlives_its_reason():
    assert set(EXCEPTIONS) - found_in() == set()


def test_no_html_template_gives_up_escaping(measured):
    templates = sources(ROOT, ["templates", *ROOMS], ".html")

    found = [str(path.relative_to(ROOT)) for path in templates if unescaped(path.read_text())]

    assert found == []
    measured(f"{len(templates)} HTML-Vorlagen, 0 mal ungeschützter Text")


def test_every_rule_has_its_samples():
    assert set(SAMPLES) == {rule.__name__ for rule in RULES}


@pytest.mark.parametrize(("rule", "sample"), [(rule, sample) for rule, all_of in SAMPLES.items() for sample in all_of])
def test_what_breaks_a_rule_is_found(rule, sample):
    """Negative control."""
    assert rule in {name for name, _function in breaches(sample)}


@pytest.mark.parametrize("sample", ["{{ text|safe }}", "{% autoescape off %}{{ text }}{% endautoescape %}"])
def test_a_template_that_gives_up_escaping_is_found(sample):
    """Negative control."""
    assert unescaped(sample) != []


@pytest.mark.parametrize("sample", GOOD)
def test_what_keeps_the_rules_is_left_alone(sample):
    assert breaches(sample) == []
