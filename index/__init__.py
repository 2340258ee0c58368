"""From passages to answers; knows nothing of Discord, SQLite, files or settings."""

from .answers import Answer, AnswerPart, Correction, Hit, Quote, unreachable
from .building.build import build_index
from .collation import Part
from .confidence import Status
from .encoder import Encoder, EncoderBrokenError, EncoderMissingError
from .encoding import Encoding, EncodingFailedError, Orders
from .essays import Quoted, find_quotations
from .evaluation import Evaluation, Question, QuestionsError, evaluate, load_questions
from .follow_up import FollowUp, follow_up
from .guidance import Guidance, OutOfScope, Pin
from .kinds import Kind
from .library_index import LibraryIndex
from .meaning import Meaning
from .models import MODELS, Model, ModelFile, digest
from .reasons import Reasons, find_reasons
from .saving import SnapshotError, check_index, load_index, save_index
from .search import NO_DOCUMENTS, Searcher, group_questions
from .synonyms import SynonymsError, SynonymTable, parse_synonyms
from .vectors import VectorStore
from .verification import NO_CLAIM, Claim, Place, Verdict, Verification, Verifier
from .view import View

__all__ = [
    "MODELS",
    "NO_CLAIM",
    "NO_DOCUMENTS",
    "Answer",
    "AnswerPart",
    "Claim",
    "Correction",
    "Encoder",
    "EncoderBrokenError",
    "EncoderMissingError",
    "Encoding",
    "EncodingFailedError",
    "Evaluation",
    "FollowUp",
    "Guidance",
    "Hit",
    "Kind",
    "LibraryIndex",
    "Meaning",
    "Model",
    "ModelFile",
    "Orders",
    "OutOfScope",
    "Part",
    "Pin",
    "Place",
    "Question",
    "QuestionsError",
    "Quote",
    "Quoted",
    "Reasons",
    "Searcher",
    "SnapshotError",
    "Status",
    "SynonymTable",
    "SynonymsError",
    "VectorStore",
    "Verdict",
    "Verification",
    "Verifier",
    "View",
    "build_index",
    "check_index",
    "digest",
    "evaluate",
    "find_quotations",
    "find_reasons",
    "follow_up",
    "group_questions",
    "load_index",
    "load_questions",
    "parse_synonyms",
    "save_index",
    "unreachable",
]
