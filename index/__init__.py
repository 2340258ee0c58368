"""From passages to answers; knows nothing of Discord, SQLite, files or settings."""

from .answers import Answer, Correction, Hit, Quote, Status
from .evaluation import Evaluation, Question, QuestionsError, evaluate, load_questions
from .search import Searcher

__all__ = [
    "Answer",
    "Correction",
    "Evaluation",
    "Hit",
    "Question",
    "QuestionsError",
    "Quote",
    "Searcher",
    "Status",
    "evaluate",
    "load_questions",
]
