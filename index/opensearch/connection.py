"""Asking a cluster: with a deadline, one more try at another node, and a pause when it is away."""

import logging
import re
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from opensearchpy import OpenSearch

_T = TypeVar("_T")
Json = dict[str, Any]
"""A JSON object of the cluster's interface."""

ANSWERS_S = 2.0
"""How long one try of a question may take; there are two."""

_LOADS_S = 120.0  # one try of what loads, merges or refreshes
_LOAD_TRIES = 6
_FIRST_PAUSE_S, _LONGEST_PAUSE_S = 0.5, 15.0
_BUSY = (429, 502, 503, 504)  # answers of a node that another one, or a later try, may better

_LATE = "OpenSearch did not answer in time"
_UNTRUSTED = "OpenSearch's certificate is not trusted"
_SILENT = "no node of OpenSearch answers"
_REFUSED = "OpenSearch refuses this user"
_LOST = "OpenSearch has lost an index"
_IN_PART = "OpenSearch has lost a part of an index"
_RESTING = "OpenSearch did not answer a moment ago"

_ITSELF = "that it runs, and `opensearch` in the settings"
_CERTIFICATES = "`opensearch_certificates` in the settings"
_ACCOUNT = "`opensearch_user` and `opensearch_password` in the settings"

_log = logging.getLogger(__name__)


class OpenSearchMissingError(Exception):
    """What talks to OpenSearch is not installed."""


class EngineAwayError(Exception):
    """The cluster gave no whole answer.

    Attributes:
        reason: A phrase for the operator, without secrets.
        check: What the operator is to check.
        lasts: Whether the same request would fail again.
    """

    def __init__(self, reason: str, check: str = _ITSELF, *, lasts: bool = False) -> None:
        super().__init__(reason)
        self.reason = reason
        self.check = check
        self.lasts = lasts


class Connection:
    """Talks to a cluster; safe to share between threads."""

    def __init__(  # noqa: PLR0913  # what an operator can set, each by its name
        self,
        nodes: Sequence[str],
        *,
        user: str | None = None,
        password: str | None = None,
        authorities: Path | None = None,
        answers_s: float = ANSWERS_S,
        pause_s: float = _FIRST_PAUSE_S,
    ) -> None:
        """Connect to nothing yet.

        Args:
            nodes: Addresses, such as "https://search-1:9200"; at least one.
            user: Who asks; None without accounts.
            password: The user's.
            authorities: A file of certificates that nodes' own are checked with; None for those
                that the system trusts.
            answers_s: How long one try of a question may take.
            pause_s: How long the cluster is left alone after it was away; doubled each time.

        Raises:
            OpenSearchMissingError: If opensearch-py is not installed.
            OSError: If the file of certificates cannot be read.
        """
        for name in ("opensearch", "opensearchpy.trace"):  # they log each try, and what was asked
            logging.getLogger(name).setLevel(logging.ERROR)
        self._answers_s, self._first_pause_s = answers_s, pause_s
        if authorities is not None:
            authorities.open("rb").close()
        self._client = _client(nodes, user, password, authorities, answers_s)
        self._lock = Lock()
        self._pause_s = 0.0
        self._rests_until = 0.0

    def close(self) -> None:
        """Close all connections."""
        self._client.close()

    def search(self, indexes: Sequence[str], body: Json, size: int) -> list[Json]:
        """Return what a query finds, best first; never a part of it.

        Raises:
            EngineAwayError: If there is no whole answer in time.
        """
        answer = self._ask(
            lambda: self._client.search(
                index=",".join(indexes),
                body={"size": size, "track_total_hits": False, **body},
                params={
                    "search_type": "dfs_query_then_fetch",  # all shards weigh words alike
                    "allow_partial_search_results": "false",
                },
            )
        )
        hits: list[Json] = answer["hits"]["hits"]
        return hits

    def counts(self, indexes: Sequence[str], queries: Sequence[Json]) -> list[int]:
        """Return how much each of some queries finds.

        Raises:
            EngineAwayError: If there is no whole answer in time.
        """
        head: Json = {"index": list(indexes), "allow_partial_search_results": False}
        lines: list[Json] = []
        for query in queries:
            lines += [head, {"size": 0, "track_total_hits": True, "query": query}]
        return [
            int(answer["hits"]["total"]["value"])
            for answer in self._ask(lambda: _whole(self._client.msearch(body=lines)))
        ]

    def load(self, call: "Callable[[OpenSearch, Json], _T]", tries: int = _LOAD_TRIES) -> _T:
        """Do what may take long, and try again, each time later, while nodes are away or busy.

        Args:
            call: Given the client, and parameters that each of its calls takes.
            tries: At least 1.

        Raises:
            EngineAwayError: If it does not succeed.
        """
        pause = self._first_pause_s
        for left in range(tries, 0, -1):
            try:
                return self._named(lambda: call(self._client, {"request_timeout": _LOADS_S}))
            except EngineAwayError as error:
                if left == 1 or error.lasts:
                    raise
                _log.warning("OpenSearch is tried again in %.1f s: %s", pause, error.reason)
            time.sleep(pause)
            pause = min(2 * pause, _LONGEST_PAUSE_S)
        raise AssertionError  # the last try returns or raises

    def _ask(self, call: Callable[[], _T]) -> _T:
        """Ask within the deadline, unless the cluster was away a moment ago."""
        if time.monotonic() < self._rests_until:
            raise EngineAwayError(_RESTING)
        try:
            answer = self._named(call)
        except EngineAwayError as error:
            self._rest(error)
            raise
        if self._pause_s:
            self._pause_s = 0.0
            _log.warning("OpenSearch answers again.")
        return answer

    def _rest(self, error: EngineAwayError) -> None:
        with self._lock:
            self._pause_s = min(2 * self._pause_s or self._first_pause_s, _LONGEST_PAUSE_S)
            self._rests_until = time.monotonic() + self._pause_s
        _log.warning(
            "OpenSearch is left alone for %.1f s, and questions go unanswered: %s",
            self._pause_s,
            error.reason,
        )

    def _named(self, call: Callable[[], _T]) -> _T:
        """Turn what the client raises into one error, without the question or an address in it."""
        from opensearchpy import exceptions  # noqa: PLC0415  # an extra

        try:
            return call()
        except exceptions.ConnectionTimeout as error:
            raise EngineAwayError(_LATE) from error
        except exceptions.SSLError as error:
            raise EngineAwayError(_UNTRUSTED, _CERTIFICATES, lasts=True) from error
        except exceptions.ConnectionError as error:
            raise EngineAwayError(_SILENT) from error
        except (exceptions.AuthenticationException, exceptions.AuthorizationException) as error:
            raise EngineAwayError(_REFUSED, _ACCOUNT, lasts=True) from error
        except exceptions.NotFoundError as error:
            raise EngineAwayError(_LOST) from error
        except exceptions.TransportError as error:
            lasts = str(error.status_code).startswith("4") and error.status_code not in _BUSY
            reason = answered(error.status_code, str(error.error))
            raise EngineAwayError(reason, lasts=lasts) from error


def answered(status: object, kind: str = "") -> str:
    """Say that the cluster answered with a status that is no answer, and its name for why.

    Nothing else of the answer is told: it may have the question in it.
    """
    name = f" ({kind})" if re.fullmatch(r"[a-z_]+_exception", kind) else ""
    return f"OpenSearch answered {status}{name}"


def lost_passages(count: int) -> str:
    """Say that passages are not where they were."""
    return f"OpenSearch has lost {count} passages"


def _client(
    nodes: Sequence[str],
    user: str | None,
    password: str | None,
    authorities: Path | None,
    answers_s: float,
) -> "OpenSearch":
    try:
        # Here, not above: an extra.
        from opensearchpy import OpenSearch  # noqa: PLC0415
    except ImportError as error:
        raise OpenSearchMissingError(str(error)) from error
    return OpenSearch(
        list(nodes),
        http_auth=(user, password or "") if user else None,
        ca_certs=str(authorities) if authorities else None,
        timeout=answers_s,
        max_retries=1,
        retry_on_timeout=True,
        retry_on_status=_BUSY,
        dead_timeout=1,  # a node that is back is asked again soon
        timeout_cutoff=3,
        pool_maxsize=20,
    )


def _whole(answer: Json) -> list[Json]:
    """Return the answers to several queries, unless one of them is missing or in part."""
    every: list[Json] = answer["responses"]
    for one in every:
        if "error" in one or one["_shards"]["failed"] or one["timed_out"]:
            raise EngineAwayError(_IN_PART)
    return every
