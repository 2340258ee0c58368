"""One question with its answer: how it is stored, and read again."""

import base64
import json
import re
import secrets
import sqlite3
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from hashlib import blake2b
from itertools import groupby
from typing import Literal

from pydantic import BaseModel, ConfigDict, TypeAdapter

from index import Kind, Status
from sources import Citation

from .database import Rows

Surface = Literal["slash", "mention", "menu", "direct", "forum", "terminal"]
"""Where a question was asked; "menu" is Discord's menu on a message, "direct" a direct message."""

_ID_BYTES = 10  # 80 bits: no student can guess the id of another student's answer


_WORD = re.compile(r"\w+")


class Quoted(BaseModel):
    """A quoted passage's text and citation, stored because the source may change.

    Attributes:
        text: The whole passage, of which an answer shows a part in bold.
        breaks: Offsets in `text` where a new line begins, as in `Passage.breaks`.
        citation: Of the part that was shown in bold.
        document: The SHA-256 of the document's file.
    """

    model_config = ConfigDict(frozen=True)

    text: str
    breaks: tuple[int, ...]
    citation: Citation
    document: str


class LoggedPassage(BaseModel):
    """A passage as it was answered with; [start, end) spans its document's text.

    Attributes:
        quoted: None in rows that were written before it was kept.
        quote_start: Where the part in bold begins in `quoted.text`; None without it.
        quote_end: After its last character.
    """

    model_config = ConfigDict(frozen=True)

    passage_id: str
    source: str  # the document's id
    start: int
    end: int
    score: float
    quoted: Quoted | None = None
    quote_start: int | None = None
    quote_end: int | None = None


class Entry(BaseModel):
    """One question with its answer: a row of the log.

    Attributes:
        asked_at: In UTC.
        guild_id: None outside Discord's guilds, as in the terminal.
        asker: A pseudonym, never a user id.
        added: Its words that a follow-up took over from the question before; None without any.
        as_typed: No word was to be read as another.
        scope: The document or collection that the question was limited to; None without limit.
        private: Nobody but the asker saw the answer; None in rows of older versions.
        latency_ms: Of the search alone.
        passages: By rank, the best first.
        kind: What kind of message it is; all but "question" are in no list and no figure.
        opted_out_as: Whoever is in the table `opted_out` under this name has the question
            counted, and not kept.
    """

    model_config = ConfigDict(frozen=True)

    answer_id: str
    asked_at: datetime
    guild_id: int | None
    channel_id: int | None
    surface: Surface
    asker: str
    question: str
    added: str | None = None
    as_typed: bool = False
    scope: str | None = None
    private: bool | None = False
    kind: Kind = "question"
    status: Status
    confidence: float
    library_version: str
    latency_ms: float
    passages: tuple[LoggedPassage, ...]
    opted_out_as: str | None = None


def asked_as(question: str) -> str:
    """The words of a question, in lower case with single spaces: equal for equal questions."""
    return " ".join(_WORD.findall(unicodedata.normalize("NFKC", question).casefold()))


def new_id() -> str:
    """Draw an id of 16 characters, a to z and 2 to 7, that cannot be guessed."""
    return base64.b32encode(secrets.token_bytes(_ID_BYTES)).decode().lower()


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
                          added, asked_as, as_typed, scope, private, kind, status,
                          confidence, library_version, latency_ms)
    SELECT ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?
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
                  AND earlier.kind = 'question'
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
    """Return the statements for entries and changes, in order, each for many rows."""
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
    asked = [entry for entry in entries if entry.kind == "question"]
    yield _COUNT_QUESTION, map(_count_row, asked)
    yield _COUNT_ASKER, ((entry.answer_id, *_guild_day(entry)) for entry in asked)
    yield _COUNT_LATENCY, _counted((*_guild_day(e), _rounded(e.latency_ms)) for e in asked)
    yield _COUNT_CITED, _counted((*_guild_day(e), s) for e in asked for s in _sources(e))


def _question_row(entry: Entry) -> tuple[object, ...]:
    return (
        entry.answer_id,
        instant(entry.asked_at),
        entry.guild_id,
        entry.channel_id,
        entry.surface,
        entry.asker,
        entry.question,
        entry.added,
        asked_as(entry.question) if entry.kind == "question" else "",
        entry.as_typed,
        entry.scope,
        entry.private,
        entry.kind,
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
    """Return its stored columns, the hash first."""
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


PUBLISH = "UPDATE question SET private = 0 WHERE answer_id = ?"
"""The statement that makes a private answer one that everyone may see."""

_QUESTION = "SELECT * FROM question WHERE answer_id = ?"
_PASSAGES = """
    SELECT passage.*, text, breaks, citation, document
    FROM passage LEFT JOIN quoted ON quoted.id = passage.quoted
    WHERE question_id = ? ORDER BY rank
"""


async def read_entry(rows: Rows, answer_id: str) -> Entry | None:
    """Read one committed entry; None if there is none."""
    questions = await rows(_QUESTION, (answer_id,))
    if not questions:
        return None
    question = dict(questions[0])
    passages = await rows(_PASSAGES, (question["id"],))
    return Entry.model_validate({**question, "passages": [_passage(row) for row in passages]})


def _passage(row: sqlite3.Row) -> LoggedPassage:
    quoted = (
        Quoted(
            text=row["text"],
            breaks=BREAKS.validate_json(row["breaks"]),
            citation=CITATION.validate_json(row["citation"]),
            document=row["document"],
        )
        if row["text"] is not None
        else None
    )
    return LoggedPassage.model_validate({**dict(row), "quoted": quoted})
