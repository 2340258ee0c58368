"""From passages to answers; knows nothing of Discord, SQLite, files or settings."""

from .answers import Answer, Correction, Hit, Quote, Status
from .evaluation import Evaluation, Question, QuestionsError, evaluate, load_questions
from .search import Searcher
from .synonyms import SynonymsError, SynonymTable, parse_synonyms

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
    "SynonymTable",
    "SynonymsError",
    "evaluate",
    "load_questions",
    "parse_synonyms",
]
