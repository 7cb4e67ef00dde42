from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from wagtail.models import Site

from suche.evaluation import evaluate, judged_queries, summary


class Command(BaseCommand):
    help = "Misst die Suche an einer Datei von Anfragen mit erwarteten Antworten (query, target, grade, kind, split)."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--k", type=int, default=10)
        parser.add_argument("--split", default="", help="nur dieser Teil, zum Beispiel tune")
        parser.add_argument("--misses", action="store_true", help="die Anfragen zeigen, deren Antwort nicht vorn steht")
        parser.add_argument("--min-ndcg", type=float, default=0.0)

    def handle(self, *, file, k, split, misses, min_ndcg, **options):
        site = Site.objects.get(is_default_site=True)
        judged = [query for query in judged_queries(file) if not split or query.split == split]
        if not judged:
            raise CommandError("In dieser Datei steht keine passende Anfrage.")
        measured = evaluate(judged, site.pk, k)
        for row in summary(measured):
            self.stdout.write(str(row))
        if misses:
            for one in measured:
                if one.success_at(3) < 1:
                    self.stdout.write(f"  {one.judged.text} [{one.judged.kind}] {one.judged.best} ← {one.found[:4]}")
        german = [one.ndcg for one in measured if one.judged.kind != "language"]
        if german and sum(german) / len(german) < min_ndcg:
            raise CommandError(f"nDCG@{k} liegt unter {min_ndcg}.")
