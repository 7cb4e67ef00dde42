"""Loading the glossary: its terms, and the page that lists them."""

from django.conf import settings

from koordination.demo.content import read
from koordination.demo.site import place
from wissen.models import GlossaryPage, GlossaryTerm, KnowledgePage


def load_glossary(knowledge: KnowledgePage) -> None:
    """Make the terms and their page; what exists stays as it is."""
    texts = read("glossary")
    for entry in texts["term"]:
        fields = {"also": "\n".join(entry["also"]), "explanation": entry["explanation"]}
        GlossaryTerm.objects.get_or_create(term=entry["term"], language=settings.LANGUAGE_CODE, defaults=fields)
    place(knowledge, GlossaryPage(title=texts["title"], slug="glossar", introduction=texts["introduction"]))
