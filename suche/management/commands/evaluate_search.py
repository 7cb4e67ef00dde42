from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from suche.quality.evaluation import SearchFailed, evaluate, in_german, judged_queries, summary
from suche.quality.measuring import NothingJudged, keep, measure_stored, measured_site


class Command(BaseCommand):
    help = (
        "Misst die Suche an einer Datei von Anfragen mit erwarteten Antworten (query, target, grade, kind, split), "
        "ohne Datei an den bewerteten Anfragen des CMS; diese Messung kommt in den Verlauf."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, nargs="?", help="ohne Datei: die bewerteten Anfragen des CMS")
        parser.add_argument("--k", type=int, default=10)
        parser.add_argument("--split", default="", help="nur dieser Teil der Datei, zum Beispiel tune")
        parser.add_argument("--misses", action="store_true", help="die Anfragen zeigen, deren Antwort nicht vorn steht")
        parser.add_argument("--min-ndcg", type=float, default=0.0)

    def handle(self, *, file, k, split, misses, min_ndcg, **options):
        try:
            measured = self.of_file(file, k, split) if file else self.of_cms(k, split)
        except SearchFailed as error:
            raise CommandError("Die Suche antwortet nicht, also gibt es nichts zu messen.") from error
        for row in summary(measured):
            self.stdout.write(str(row))
        if misses:
            for one in measured:
                if one.success_at(3) < 1:
                    self.stdout.write(f"  {one.judged.text} [{one.judged.kind}] {one.judged.best} ← {one.found[:4]}")
        german = [one.ndcg for one in in_german(measured)]
        if german and sum(german) / len(german) < min_ndcg:
            raise CommandError(f"nDCG@{k} liegt unter {min_ndcg}.")

    def of_file(self, file, k, split):
        judged = [query for query in judged_queries(file) if not split or query.split == split]
        if not judged:
            raise CommandError("In dieser Datei steht keine passende Anfrage.")
        return evaluate(judged, measured_site(), k)

    def of_cms(self, k, split):
        if split:
            raise CommandError("Nur eine Datei hat Teile: Bitte nennen Sie eine.")
        try:
            measured = measure_stored(k)
        except NothingJudged as error:
            raise CommandError("Im CMS ist noch keine Anfrage bewertet.") from error
        if k == 10:  # the history compares like with like
            keep(measured)
        return measured
