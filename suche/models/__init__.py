"""The nouns of the search."""

from suche.models.judging import Evaluation, Grade, JudgedQuery, Judgement, QueryKind
from suche.models.noting import IndexChange, QueryDay, ReadSpoolFile
from suche.models.teaching import BestBet, SuggestionSettings, Synonym

__all__ = [
    "BestBet",
    "Evaluation",
    "Grade",
    "IndexChange",
    "JudgedQuery",
    "Judgement",
    "QueryDay",
    "QueryKind",
    "ReadSpoolFile",
    "SuggestionSettings",
    "Synonym",
]
