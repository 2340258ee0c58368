"""From passages to answers; knows nothing of Discord, SQLite, files or settings."""

from .answers import Answer, Correction, Hit, Quote, Status
from .evaluation import Evaluation, Question, QuestionsError, evaluate, load_questions
from .grouping import group_questions
from .guidance import Guidance, OutOfScope, Pin
from .library_index import LibraryIndex
from .search import Searcher
from .snapshots import SnapshotError, check_index, load_index, save_index
from .synonyms import SynonymsError, SynonymTable, parse_synonyms
from .view import View

__all__ = [
    "Answer",
    "Correction",
    "Evaluation",
    "Guidance",
    "Hit",
    "LibraryIndex",
    "OutOfScope",
    "Pin",
    "Question",
    "QuestionsError",
    "Quote",
    "Searcher",
    "SnapshotError",
    "Status",
    "SynonymTable",
    "SynonymsError",
    "View",
    "check_index",
    "evaluate",
    "group_questions",
    "load_index",
    "load_questions",
    "parse_synonyms",
    "save_index",
]
