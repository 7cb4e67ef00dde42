"""The nouns of the knowledge base: topics, questions, dated figures, the law behind them."""

from wissen.models.figures import Figure, FigureUnit, FigureValue
from wissen.models.inquiries import Assignment, Guide, Inquiry
from wissen.models.page_types import Audience, KnowledgePage, LegalBasis, QuestionPage, QuestionSource, TopicPage
from wissen.models.review import ReviewFlag

__all__ = [
    "Assignment",
    "Audience",
    "Figure",
    "FigureUnit",
    "FigureValue",
    "Guide",
    "Inquiry",
    "KnowledgePage",
    "LegalBasis",
    "QuestionPage",
    "QuestionSource",
    "ReviewFlag",
    "TopicPage",
]
