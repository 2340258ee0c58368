"""From passages to answers; knows nothing of Discord, SQLite, files or settings."""

from .answers import Answer, Correction, Hit, Quote, Status
from .search import Searcher

__all__ = ["Answer", "Correction", "Hit", "Quote", "Searcher", "Status"]
