"""Indexes in a cluster: filled once, named by what is in them, and removed when nobody needs them.

A version of the operator's documents has an index of its own. What servers add is small, and
shares one index. A question names the index and the version that it asks, so that it never mixes
two. An alias for each server tells which versions it is on: to other processes, which must not
remove them, and to people.
"""

import json
import logging
import re
from collections import deque
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice

from index.first_stage import FirstStage
from index.library_index import LibraryIndex

from .connection import Connection, EngineAwayError, Json, answered
from .documents import EVERYBODY, MAPPINGS, documents_of, segment_of, settings
from .segments import Segment, spans_of
from .stage import OpenSearchStage

_AT_ONCE = 3  # chunks that are under way
_MOST_FOUND = 10_000  # by one search
_CHUNK = 1_000  # documents sent at once: about half a megabyte

Progress = Callable[[int, int], None]
"""Called with the number of passages done and of all passages."""

_log = logging.getLogger(__name__)


class Cluster:
    """Keeps libraries in a cluster; safe to share between threads."""

    def __init__(self, connection: Connection, prefix: str = "pullquote") -> None:
        """Ask nothing yet.

        Args:
            connection: To the cluster.
            prefix: What the names of its indexes and aliases begin with; no other bot has it, for
                each removes what it does not need.
        """
        self.connection = connection
        self._prefix = prefix
        self._spans: dict[str, Mapping[str, range]] = {}  # of segments that are known to be there

    def first_stage(self, indexes: Sequence[LibraryIndex], server: str = EVERYBODY) -> FirstStage:
        """Return the first stage for some indexes, or for parts of them; load what is missing.

        Args:
            indexes: The operator's first; all others are the server's own.
            server: Whose they are.

        Raises:
            EngineAwayError: If the cluster can't be reached.
        """
        segments = []
        first = 0
        for place, index in enumerate(indexes):
            segments.append(self._segment(index, server if place else EVERYBODY, first))
            first += len(index.library.passages)
        return OpenSearchStage(self.connection, indexes, segments, server)

    def load(
        self, index: LibraryIndex, server: str = EVERYBODY, progress: Progress | None = None
    ) -> None:
        """Load an index, unless it is there; goes on where an earlier try ended.

        Raises:
            EngineAwayError: If the cluster can't be reached for some minutes.
        """
        segment, name = self._named(index.library.version, server)
        if segment not in self._spans:
            if not self._is_whole(name, segment):
                self._fill(index, name, segment, server, progress)
            self._spans[segment] = spans_of(index)

    def point(self, version: str, server: str = EVERYBODY) -> None:
        """Move a server's alias to the version of the operator's documents that it is on.

        That is one request, which leaves the alias at one version or the other.

        Raises:
            EngineAwayError: If the cluster can't be reached; the alias may have moved.
        """
        alias, (_, name) = self._alias(server), self._named(version, EVERYBODY)
        remove = {"index": f"{self._prefix}-*", "alias": alias, "must_exist": False}
        body = {"actions": [{"remove": remove}, {"add": {"index": name, "alias": alias}}]}
        self.connection.load(lambda c, how: c.indices.update_aliases(body=body, params=how))

    def aliases(self) -> dict[str, frozenset[str]]:
        """Return the indexes that are of this kind and prefix, each with its aliases.

        Raises:
            EngineAwayError: If the cluster can't be reached.
        """
        found = self.connection.load(
            lambda c, how: c.indices.get_alias(index=f"{self._prefix}-*", params=how)
        )
        ours = re.compile(rf"{re.escape(self._prefix)}-(?:servers|[0-9a-f]{{20}})")
        return {
            name: frozenset(about["aliases"])
            for name, about in found.items()
            if ours.fullmatch(name)
        }

    def astray(self, on: Mapping[str, str]) -> list[str]:
        """Return the servers whose alias is not at the version that they are on, which is there.

        Args:
            on: The version of the operator's documents that each server is on.

        Raises:
            EngineAwayError: If the cluster can't be reached.
        """
        aliases = self.aliases()
        named = {server: self._named(version, EVERYBODY)[1] for server, version in on.items()}
        return [
            server
            for server, name in named.items()
            if name in aliases and self._alias(server) not in aliases[name]
        ]

    def forget(self, versions: Collection[str]) -> list[str]:
        """Remove the versions of the operator's documents that have no alias, but for some.

        Args:
            versions: Those that stay.

        Returns:
            The names of the indexes removed.

        Raises:
            EngineAwayError: If the cluster can't be reached.
        """
        kept = {self._named(version, EVERYBODY)[1] for version in versions} | {self._servers}
        gone = [name for name, of in self.aliases().items() if not of and name not in kept]
        if gone:
            names = ",".join(gone)
            self.connection.load(lambda c, how: c.indices.delete(index=names, params=how))
            _log.info("removed from OpenSearch: %s", names)
        for name in gone:
            self._spans.pop(name.removeprefix(f"{self._prefix}-"), None)
        return gone

    def forget_own(self, server: str, versions: Collection[str]) -> None:
        """Remove what a server added, but for some versions.

        Raises:
            EngineAwayError: If the cluster can't be reached.
        """
        kept = [segment_of(version, server) for version in versions]
        mine = {"term": {"server": server}}
        only = {"bool": {"filter": [mine], "must_not": [{"terms": {"segment": kept}}]}}
        # What marks a segment as whole goes first: one that is half gone is not asked.
        mark = {"bool": {"filter": [only, {"term": {"kind": "segment"}}]}}
        for query in (mark, only):
            self._delete(self._servers, query)
        for segment in [*self._spans]:
            if segment not in kept and segment.startswith(f"{server}-"):
                self._spans.pop(segment, None)

    def health(self) -> Json:
        """Return what the cluster says about itself: nodes, shards, and how much it has.

        Raises:
            EngineAwayError: If the cluster can't be reached.
        """
        found: Json = self.connection.load(lambda c, how: c.cluster.health(params=how), tries=1)
        return found

    @property
    def _servers(self) -> str:
        return f"{self._prefix}-servers"

    def _alias(self, server: str) -> str:
        return f"{self._prefix}-on-{server or 'all'}"

    def _named(self, version: str, server: str) -> tuple[str, str]:
        """Return the segment of a version, and the index that it is in."""
        segment = segment_of(version, server)
        return segment, self._servers if server else f"{self._prefix}-{segment}"

    def _segment(self, index: LibraryIndex, server: str, first: int) -> Segment:
        segment, name = self._named(index.library.version, server)
        if segment not in self._spans:
            self.load(index, server)
        return Segment.of(segment, name, self._spans[segment], index, first)

    def _is_whole(self, name: str, segment: str) -> bool:
        """Return whether all of a segment is there: what marks it so is written last."""
        found = self.connection.load(
            lambda c, how: c.get(index=name, id=segment, params=how, ignore=404)
        )
        return bool(found.get("found"))

    def _fill(
        self,
        index: LibraryIndex,
        name: str,
        segment: str,
        server: str,
        progress: Progress | None,
    ) -> None:
        total = len(index.library.passages)
        self._create(name, total)
        first = self._done(name, segment)
        _log.info("%d of %d passages are in OpenSearch's index %s", first, total, name)
        every = _chunks(documents_of(index, segment, server, first))
        for at in self._sent(name, every):
            if progress:
                progress(at, total)
        self._finish(name, server)
        mark = {"_id": segment, "segment": segment, "server": server, "kind": "segment"}
        self._send(name, [mark])
        self._refresh(name)
        if progress:
            progress(total, total)

    def _create(self, name: str, passages: int) -> None:
        body = {"settings": settings(passages), "mappings": MAPPINGS}
        # 400: it is there already.
        self.connection.load(
            lambda c, how: c.indices.create(index=name, body=body, params=how, ignore=400)
        )

    def _done(self, name: str, segment: str) -> int:
        """Return the first passage that may not be there with all that belongs to it."""
        self._refresh(name)
        body = {
            "size": 0,
            "query": {"bool": {"filter": [{"term": {"segment": segment}}]}},
            "aggs": {"last": {"max": {"field": "at"}}},
        }
        found = self.connection.load(lambda c, how: c.search(index=name, body=body, params=how))
        last = found["aggregations"]["last"]["value"]
        return 0 if last is None else max(0, int(last) - (_AT_ONCE + 2) * _CHUNK)

    def _sent(self, name: str, chunks: Iterator[list[Json]]) -> Iterator[int]:
        """Send some chunks at once, and yield the passage of each that is written, in order."""
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            waiting = deque[tuple[Future[None], int]]()
            for chunk in chunks:
                at = chunk[-1]["at"]
                last = at if isinstance(at, int) else at[0]
                waiting.append((pool.submit(self._send, name, chunk), last))
                if len(waiting) > _AT_ONCE:
                    yield _written_to(*waiting.popleft())
            while waiting:
                yield _written_to(*waiting.popleft())

    def _send(self, name: str, documents: Sequence[Json]) -> None:
        """Write documents; those of the same names are replaced."""
        lines: list[str] = []
        for document in documents:
            rest = dict(document)
            lines.append(json.dumps({"index": {"_id": rest.pop("_id")}}))
            lines.append(json.dumps(rest))
        self._write(name, lines)

    def _write(self, name: str, lines: Sequence[str]) -> None:
        body = "\n".join([*lines, ""])
        self.connection.load(lambda c, how: _written(c.bulk(body=body, index=name, params=how)))

    def _finish(self, name: str, server: str) -> None:
        if not server:  # one index for one version: it never changes again
            self.connection.load(
                lambda c, how: c.indices.forcemerge(
                    index=name, params={**how, "max_num_segments": 1}
                )
            )
        self._refresh(name)

    def _delete(self, name: str, query: Json) -> None:
        """Delete what a query finds; the index need not be there."""
        body = {"size": _MOST_FOUND, "query": query, "_source": False}
        while True:
            found = self.connection.load(
                lambda c, how: c.search(index=name, body=body, params=how, ignore=404)
            )
            hits = found["hits"]["hits"] if "hits" in found else []
            if not hits:
                return
            self._write(name, [json.dumps({"delete": {"_id": hit["_id"]}}) for hit in hits])
            self._refresh(name)

    def _refresh(self, name: str) -> None:
        self.connection.load(lambda c, how: c.indices.refresh(index=name, params=how))


def _chunks(documents: Iterator[Json]) -> Iterator[list[Json]]:
    while chunk := list(islice(documents, _CHUNK)):
        yield chunk


def _written_to(sending: Future[None], passage: int) -> int:
    sending.result()
    return passage


def _written(answer: Json) -> None:
    """Check that each document was written."""
    if answer["errors"]:
        every = [about for one in answer["items"] for about in one.values() if "error" in about]
        worst = max(every, key=lambda about: int(about["status"]))
        raise EngineAwayError(answered(worst["status"], worst["error"]["type"]))
