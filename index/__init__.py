"""From passages to answers; knows nothing of Discord, SQLite, files or settings."""

from .answers import Answer, Correction, Hit, Quote
from .confidence import Status
from .evaluation import Evaluation, Question, QuestionsError, evaluate, load_questions
from .follow_up import FollowUp, follow_up
from .guidance import Guidance, OutOfScope, Pin
from .library_index import LibraryIndex
from .saving import SnapshotError, check_index, load_index, save_index
from .search import Searcher, group_questions
from .synonyms import SynonymsError, SynonymTable, parse_synonyms
from .view import View

__all__ = [
    "Answer",
    "Correction",
    "Evaluation",
    "FollowUp",
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
    "follow_up",
    "group_questions",
    "load_index",
    "load_questions",
    "parse_synonyms",
    "save_index",
]
