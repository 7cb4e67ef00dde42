"""Judged queries for the tests of what is measured."""

from suche.models import Grade, JudgedQuery, Judgement


def judge(query: str, *pages, kind: str = "exact", language: str = "de", grade: int = Grade.ANSWER) -> JudgedQuery:
    """Say that some pages are expected for a query."""
    judged = JudgedQuery.objects.create(query=query, kind=kind, language=language)
    Judgement.objects.bulk_create(Judgement(judged=judged, page=page.page_ptr, grade=grade) for page in pages)
    return judged
