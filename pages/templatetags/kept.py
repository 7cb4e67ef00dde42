"""`{% kept "footer" links %}…{% endkept %}`: a part of a page that is rendered once for each value it shows."""

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from pages import site_map

register = template.Library()


class KeptNode(template.Node):
    """Renders its content once per language and values, until the site map changes; always where one has no hash."""

    def __init__(self, nodelist: template.NodeList, values: list[template.base.FilterExpression]):
        self.nodelist = nodelist
        self.values = values

    def render(self, context: template.Context) -> SafeString:
        key = ("kept", get_language(), *(value.resolve(context) for value in self.values))
        try:
            hash(key)
        except TypeError:
            return self.nodelist.render(context)
        return site_map.current().part(key, lambda: self.nodelist.render(context))


@register.tag
def kept(parser: template.base.Parser, token: template.base.Token) -> KeptNode:
    """Keep what depends on nothing but the values named; the first one names the part."""
    _tag, *values = token.split_contents()
    nodelist = parser.parse(("endkept",))
    parser.delete_first_token()
    return KeptNode(nodelist, [parser.compile_filter(value) for value in values])
