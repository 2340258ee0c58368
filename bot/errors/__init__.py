"""What can go wrong and be mended by a person: the tree of errors, and their sentences."""

from .tree import (
    DataFolderError,
    DiscordUnreachableError,
    EmptyQuestionError,
    KeyUnusableError,
    LogUnusableError,
    MissingFolderError,
    MissingTokenError,
    NewerLogError,
    NoDocumentsError,
    NotModeratorError,
    PreviewMissingError,
    PullquoteError,
    QuestionLineError,
    RefusedError,
    SynonymFileError,
    TokenRefusedError,
    UnknownSourceError,
)
from .words import MENDABLE, sentence

__all__ = [
    "MENDABLE",
    "DataFolderError",
    "DiscordUnreachableError",
    "EmptyQuestionError",
    "KeyUnusableError",
    "LogUnusableError",
    "MissingFolderError",
    "MissingTokenError",
    "NewerLogError",
    "NoDocumentsError",
    "NotModeratorError",
    "PreviewMissingError",
    "PullquoteError",
    "QuestionLineError",
    "RefusedError",
    "SynonymFileError",
    "TokenRefusedError",
    "UnknownSourceError",
    "sentence",
]
