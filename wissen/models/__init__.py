"""The nouns of the knowledge base: topics, questions, dated figures, the law behind them, funding programmes."""

from wissen.models.evidence import LegalBasis, QuestionSource
from wissen.models.feedback import AnswerFeedback
from wissen.models.figures import Figure, FigureUnit, FigureValue
from wissen.models.funding import FundingIndexPage, ProgrammePage
from wissen.models.glossary import GlossaryPage, GlossaryTerm
from wissen.models.inquiries import Assignment, Guide, Inquiry
from wissen.models.page_types import Audience, KnowledgePage, QuestionPage, TopicPage
from wissen.models.reminders import FundingReminder
from wissen.models.review import ReviewFlag

__all__ = [
    "AnswerFeedback",
    "Assignment",
    "Audience",
    "Figure",
    "FigureUnit",
    "FigureValue",
    "GlossaryPage",
    "GlossaryTerm",
    "Guide",
    "Inquiry",
    "FundingIndexPage",
    "FundingReminder",
    "KnowledgePage",
    "LegalBasis",
    "ProgrammePage",
    "QuestionPage",
    "QuestionSource",
    "ReviewFlag",
    "TopicPage",
]
