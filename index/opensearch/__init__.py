"""The first stage in an OpenSearch cluster: for libraries that one machine is too small for.

The cluster keeps the postings of windows and sentences, and the terms of each passage. It proposes
windows; what they and their sentences score is worked out here, from their terms, by the same
formulas as everywhere else. So the answers are those of the embedded engine, as long as the right
windows are among the proposed ones.
"""

from .cluster import Cluster
from .connection import Connection, EngineAwayError, OpenSearchMissingError
from .documents import EVERYBODY

__all__ = ["EVERYBODY", "Cluster", "Connection", "EngineAwayError", "OpenSearchMissingError"]
