"""From entries to the rows of the query log: the statements that write them."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from hashlib import blake2b
from itertools import groupby

from pydantic import TypeAdapter

from sources import Citation

from .entry import Entry, Quoted, asked_as

Statement = tuple[str, Sequence[object]]
"""SQL with its parameters."""

Change = tuple[Statement, ...]
"""Statements that are applied all or none."""

CITATION = TypeAdapter(Citation)
BREAKS = TypeAdapter(tuple[int, ...])

_Rows = Iterable[Sequence[object]]

_HASH_BYTES = 16

_INSERT_QUESTION = """
    INSERT INTO question (answer_id, asked_at, guild_id, channel_id, surface, asker, question,
                          asked_as, as_typed, scope, private, status, confidence,
                          library_version, latency_ms)
    SELECT ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?
    WHERE NOT EXISTS (SELECT 1 FROM opted_out WHERE opted_out.asker = ?)
"""
_INSERT_QUOTED = """
    INSERT INTO quoted (hash, text, breaks, citation, document, last_shown)
    VALUES (?, ?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET last_shown = excluded.last_shown
    WHERE last_shown < excluded.last_shown
"""
_INSERT_PASSAGE = """
    INSERT INTO passage (question_id, rank, passage_id, source, start, "end", score, quoted,
                         quote_start, quote_end)
    SELECT id, ?, ?, ?, ?, ?, ?, (SELECT id FROM quoted WHERE hash = ?), ?, ?
    FROM question WHERE answer_id = ?
"""
_COUNT_QUESTION = """
    INSERT INTO daily (guild_id, day, found, weak, none, unkept)
    VALUES (?, ?, ?, ?, ?, NOT EXISTS (SELECT 1 FROM question WHERE answer_id = ?))
    ON CONFLICT DO UPDATE SET found = found + excluded.found, weak = weak + excluded.weak,
                              none = none + excluded.none, unkept = unkept + excluded.unkept
"""
_COUNT_ASKER = """
    UPDATE daily SET askers = askers + EXISTS (
        SELECT 1 FROM question AS this WHERE answer_id = ? AND NOT EXISTS (
            SELECT 1 FROM question AS earlier
            WHERE earlier.guild_id IS this.guild_id AND earlier.asker = this.asker
                  AND earlier.asked_at >= day AND earlier.asked_at < date(day, '+1 day')
                  AND earlier.id < this.id
        )
    ) WHERE guild_id = ? AND day = ?
"""
_COUNT_LATENCY = """
    INSERT INTO latency (guild_id, day, ms, questions) VALUES (?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET questions = questions + excluded.questions
"""
_COUNT_CITED = """
    INSERT INTO cited (guild_id, day, source, answers) VALUES (?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET answers = answers + excluded.answers
"""


def instant(moment: datetime) -> str:
    """A moment as every table has it: in UTC, and of one width, so that it sorts as time does."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def statements(writes: Sequence[Entry | Change]) -> Iterator[tuple[str, _Rows]]:
    """What is to be executed for entries and changes, in their order, each for many rows."""
    for kind, together in groupby(writes, lambda write: isinstance(write, Entry)):
        if kind:
            yield from _of_entries([entry for entry in together if isinstance(entry, Entry)])
        else:
            changes = (change for change in together if not isinstance(change, Entry))
            yield from ((sql, [parameters]) for change in changes for sql, parameters in change)


def _of_entries(entries: list[Entry]) -> Iterator[tuple[str, _Rows]]:
    yield _INSERT_QUESTION, map(_question_row, entries)
    yield _INSERT_QUOTED, _quoted_rows(entries)
    # Of a question that is not kept, these find no row to go with.
    yield _INSERT_PASSAGE, _passage_rows(entries)
    yield _COUNT_QUESTION, map(_count_row, entries)
    yield _COUNT_ASKER, ((entry.answer_id, *_guild_day(entry)) for entry in entries)
    yield _COUNT_LATENCY, _counted((*_guild_day(e), _rounded(e.latency_ms)) for e in entries)
    yield _COUNT_CITED, _counted((*_guild_day(e), s) for e in entries for s in _sources(e))


def _question_row(entry: Entry) -> tuple[object, ...]:
    return (
        entry.answer_id,
        instant(entry.asked_at),
        entry.guild_id,
        entry.channel_id,
        entry.surface,
        entry.asker,
        entry.question,
        asked_as(entry.question),
        entry.as_typed,
        entry.scope,
        entry.private,
        entry.status,
        entry.confidence,
        entry.library_version,
        entry.latency_ms,
        entry.opted_out_as,
    )


def _passage_rows(entries: list[Entry]) -> Iterator[tuple[object, ...]]:
    for entry in entries:
        for rank, p in enumerate(entry.passages, start=1):
            place = rank, p.passage_id, _storable(p.source), p.start, p.end, p.score
            quoted = _columns(p.quoted)[0] if p.quoted else None
            yield *place, quoted, p.quote_start, p.quote_end, entry.answer_id


def _quoted_rows(entries: list[Entry]) -> Iterator[tuple[object, ...]]:
    """One row for each that is quoted, with the last day, however many of the entries do."""
    last_shown: dict[tuple[str, ...], str] = {}
    for entry in entries:
        for quoted in filter(None, (passage.quoted for passage in entry.passages)):
            columns, day = _columns(quoted), _guild_day(entry)[1]
            last_shown[columns] = max(day, last_shown.get(columns, day))
    return ((*columns, day) for columns, day in last_shown.items())


@lru_cache(maxsize=4096)  # a class is shown the same passages again and again
def _columns(quoted: Quoted) -> tuple[str, str, str, str, str]:
    """What is stored of it, its hash before the rest."""
    citation = json.dumps(CITATION.dump_python(quoted.citation), ensure_ascii=False)
    text, breaks = _storable(quoted.text), json.dumps(quoted.breaks)
    content = text, breaks, _storable(citation), quoted.document
    digest = blake2b("\0".join(content).encode(), digest_size=_HASH_BYTES)
    return digest.hexdigest(), *content


def _storable(text: str) -> str:
    """A text with question marks for half characters, which SQLite refuses; as long as before."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode()


def _guild_day(entry: Entry) -> tuple[int, str]:
    return entry.guild_id or 0, instant(entry.asked_at)[:10]


def _count_row(entry: Entry) -> tuple[object, ...]:
    by_status = (entry.status == status for status in ("found", "weak", "none"))
    return *_guild_day(entry), *by_status, entry.answer_id


def _rounded(milliseconds: float) -> float:
    return float(f"{milliseconds:.1e}")


def _sources(entry: Entry) -> list[str]:
    return sorted({_storable(passage.source) for passage in entry.passages})


def _counted(keys: Iterable[tuple[object, ...]]) -> Iterator[tuple[object, ...]]:
    return ((*key, times) for key, times in Counter(keys).items())
