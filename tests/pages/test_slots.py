"""Slots: any room answers, nobody must."""

from django.template import Context, Template
from django.utils.safestring import mark_safe
from wagtail import hooks

from pages.slots import hook_name


def rendered(name: str, **context) -> str:
    return Template(f'[{{% load pages_tags %}}{{% slot "{name}" %}}]').render(Context(context))


def test_a_slot_nobody_fills_is_empty():
    assert rendered("leer") == "[]"


def test_a_slot_holds_all_answers_in_their_order_with_the_templates_context():
    with (
        hooks.register_temporarily(hook_name("probe"), lambda context: mark_safe("<p>2</p>"), order=2),
        hooks.register_temporarily(hook_name("probe"), lambda context: context["first"], order=1),
    ):
        assert rendered("probe", first="1") == "[1<p>2</p>]"


def test_text_that_is_not_marked_safe_is_escaped_and_none_is_nothing():
    with (
        hooks.register_temporarily(hook_name("probe"), lambda context: "<script>"),
        hooks.register_temporarily(hook_name("probe"), lambda context: None),
    ):
        assert rendered("probe") == "[&lt;script&gt;]"
