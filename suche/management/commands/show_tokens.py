from django.core.management.base import BaseCommand

from suche.analysis.texts import QUERY_LENGTH, clean
from suche.engines.choice import engine
from suche.query.plan import make_plan
from suche.query.thesaurus import thesaurus


class Command(BaseCommand):
    help = "Zeigt, wie die Suche eine Anfrage versteht: Wörter, Bestandteile, Korrekturen, Normen."

    def add_arguments(self, parser):
        parser.add_argument("query", nargs="+")
        parser.add_argument("--language", default="de")

    def handle(self, *, query, language, **options):
        text = clean(" ".join(query), QUERY_LENGTH)
        plan = make_plan(text, language, engine().lexicon(language), thesaurus=thesaurus())
        for word in plan.words:
            readings = "; ".join(f"{' + '.join(meaning.terms)} ({meaning.weight:g})" for meaning in word.meanings)
            self.stdout.write(f"{word.typed}{f' → {word.corrected}' if word.corrected else ''}: {readings}")
