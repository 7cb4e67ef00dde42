"""The nouns of the knowledge base: topics, questions, dated figures, the law behind them, funding programmes."""

from wissen.models.figures import Figure, FigureUnit, FigureValue
from wissen.models.funding import FundingIndexPage, ProgrammePage
from wissen.models.page_types import Audience, KnowledgePage, LegalBasis, QuestionPage, QuestionSource, TopicPage
from wissen.models.review import ReviewFlag

__all__ = [
    "Audience",
    "Figure",
    "FigureUnit",
    "FigureValue",
    "FundingIndexPage",
    "KnowledgePage",
    "LegalBasis",
    "ProgrammePage",
    "QuestionPage",
    "QuestionSource",
    "ReviewFlag",
    "TopicPage",
]
