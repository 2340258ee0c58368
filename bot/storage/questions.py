"""Search and list the questions of the log."""

import json
import re
import sqlite3
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Literal, Self

from index import Status

from .database import Rows
from .entries import Surface, asked_as, instant

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_CURSOR = re.compile(r"([0-9]{1,17})\.([0-9]{1,18})")

_SELECT = """
    SELECT question.id, answer_id, asked_at, question.guild_id, asker, surface, question, status,
           passage.source AS source, json_extract(quoted.citation, '$.title') AS title
    FROM question
    LEFT JOIN passage ON passage.question_id = question.id AND passage.rank = 1
    LEFT JOIN quoted ON quoted.id = passage.quoted
"""
# Of the newest answers alone, so that it is quick in a log of any size.
_TITLES = """
    SELECT source, max(json_extract(citation, '$.title')) AS title
    FROM passage JOIN quoted ON quoted.id = passage.quoted
    WHERE question_id > (SELECT max(id) FROM question) - 2000 GROUP BY source
"""
_CITED = "EXISTS (SELECT 1 FROM passage AS p WHERE p.question_id = question.id AND p.source = ?)"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Filters for logged questions; None matches all.

    Attributes:
        text: Words or parts of them, in any order; case and punctuation do not count.
        since: Asked from then on.
        until: Asked before.
        source: The id of a document that the answer quoted.
    """

    text: str | None = None
    status: Status | None = None
    since: datetime | None = None
    until: datetime | None = None
    source: str | None = None
    surface: Surface | None = None


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place between two questions of the log."""

    asked_at: datetime
    row: int

    def __str__(self) -> str:
        """In digits and a dot, at most 36 characters."""
        return f"{(self.asked_at - _EPOCH) // timedelta(microseconds=1)}.{self.row}"

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """Parse the result of `str`; None for other text."""
        match = _CURSOR.fullmatch(text)
        if match is None:
            return None
        try:
            return cls(_EPOCH + timedelta(microseconds=int(match[1])), int(match[2]))
        except OverflowError:
            return None


@dataclass(frozen=True, slots=True)
class Turn:
    """Which page: the one of older, or of newer questions than a place."""

    way: Literal["older", "newer"]
    place: Cursor


@dataclass(frozen=True, slots=True)
class LoggedQuestion:
    """A question as it stands in a list.

    Attributes:
        guild_id: None of the terminal.
        asker: A pseudonym.
        source: The id of the first document that was quoted; None if none was.
        title: Of that document; None in rows that were written before it was kept.
    """

    answer_id: str
    asked_at: datetime
    guild_id: int | None
    asker: str
    surface: Surface
    question: str
    status: Status
    source: str | None
    title: str | None
    cursor: Cursor


@dataclass(frozen=True, slots=True)
class LogPage:
    """Some questions, the newest first, and whether there are others before and behind."""

    questions: tuple[LoggedQuestion, ...]
    has_newer: bool
    has_older: bool


async def search_log(
    rows: Rows, guild_id: int | None, wanted: Wanted, *, limit: int, turn: Turn | None = None
) -> LogPage:
    """One page of the questions that match.

    Args:
        rows: Runs a query.
        guild_id: Of the server; None for all servers and the terminal together.
        wanted: What they have to match.
        limit: Questions on the page, at least 1.
        turn: None for the page with the newest.

    Raises:
        LogUnusableError: If the log cannot be read now.
    """
    back = turn is not None and turn.way == "newer"
    sign, order = (">", "ASC") if back else ("<", "DESC")
    clauses = [*_clauses(guild_id, wanted)]
    if turn is not None:
        at = f"(asked_at, question.id) {sign} (?, ?)"
        clauses.append((at, (instant(turn.place.asked_at), turn.place.row)))
    where = " AND ".join(clause for clause, _ in clauses)
    parameters = [*(value for _, values in clauses for value in values), limit + 1]
    sql = f"{_SELECT} WHERE {where} ORDER BY asked_at {order}, question.id {order} LIMIT ?"
    found = [_question(row) for row in await rows(sql, parameters)]
    more, found = len(found) > limit, found[:limit]
    if back:
        return LogPage(tuple(reversed(found)), has_newer=more, has_older=True)
    return LogPage(tuple(found), has_newer=turn is not None, has_older=more)


def _clauses(guild_id: int | None, wanted: Wanted) -> Iterator[tuple[str, Sequence[object]]]:
    """SQL with its parameters for each thing that is wanted."""
    yield "question.kind = 'question'", ()
    if guild_id is not None:
        yield "question.guild_id = ?", (guild_id,)
    if wanted.text:
        words = dict.fromkeys(asked_as(wanted.text).split())
        for word in words:
            yield "instr(asked_as, ?)", (word,)
        if not words:  # punctuation alone is looked for as it is
            yield "instr(question, ?)", (wanted.text,)
    if wanted.status:
        yield "status = ?", (wanted.status,)
    if wanted.since:
        yield "asked_at >= ?", (instant(wanted.since),)
    if wanted.until:
        yield "asked_at < ?", (instant(wanted.until),)
    if wanted.source:
        yield _CITED, (wanted.source,)
    if wanted.surface:
        yield "surface = ?", (wanted.surface,)


def _question(row: sqlite3.Row) -> LoggedQuestion:
    asked_at = datetime.fromisoformat(row["asked_at"])
    return LoggedQuestion(
        answer_id=row["answer_id"],
        asked_at=asked_at,
        guild_id=row["guild_id"],
        asker=row["asker"],
        surface=row["surface"],
        question=row["question"],
        status=row["status"],
        source=row["source"],
        title=row["title"],
        cursor=Cursor(asked_at, row["id"]),
    )


_LATEST_ANSWERS = """
    SELECT answer_id, question FROM question
    WHERE guild_id IS ? AND kind = 'question' AND asker IN (SELECT value FROM json_each(?))
    ORDER BY asked_at DESC LIMIT 100
"""
_ANSWERS_LIKE = """
    SELECT answer_id FROM question
    WHERE answer_id >= ? AND answer_id < ? AND guild_id IS ?
          AND (private = 0 OR asker IN (SELECT value FROM json_each(?)) OR ?)
    LIMIT 2
"""
_AFTER_ALL = "~"  # sorts behind every letter and digit of an id
_COUNT_BEFORE = "SELECT count(*) FROM question WHERE asked_at < ?"
_LATEST_IN_CHANNEL = """
    SELECT question FROM question
    WHERE guild_id = ? AND asked_at >= ? AND channel_id = ? AND private = 0
          AND kind = 'question'
    ORDER BY asked_at DESC LIMIT 1
"""
_RECENT = """
    SELECT question FROM question WHERE {guild} kind = 'question' ORDER BY asked_at DESC LIMIT ?
"""
_MOST_READ = 5_000  # rows; many ask the same


async def latest_answers(
    rows: Rows, guild_id: int | None, pseudonyms: Collection[str]
) -> list[tuple[str, str]]:
    """Read the ids and questions of a person's latest answers, at most 100, the newest first.

    Raises:
        LogUnusableError: If the log cannot be read now.
    """
    found = await rows(_LATEST_ANSWERS, (guild_id, json.dumps([*pseudonyms])))
    return [(answer_id, question) for answer_id, question in found]


async def answers_like(
    rows: Rows, prefix: str, guild_id: int | None, pseudonyms: Collection[str], *, moderates: bool
) -> list[str]:
    """Find the ids, at most two, that begin with a prefix, of answers that a person may see.

    Raises:
        LogUnusableError: If the log cannot be read now.
    """
    names = json.dumps([*pseudonyms])
    found = await rows(_ANSWERS_LIKE, (prefix, prefix + _AFTER_ALL, guild_id, names, moderates))
    return [row[0] for row in found]


async def count_before(rows: Rows, day: date) -> int:
    """Count the questions asked before a day, in UTC.

    Raises:
        LogUnusableError: If the log cannot be read now.
    """
    ((number,),) = await rows(_COUNT_BEFORE, (day.isoformat(),))
    return int(number)


async def recent_questions(rows: Rows, guild_id: int | None, most: int) -> tuple[str, ...]:
    """Read the latest different questions, the newest first.

    Args:
        rows: Runs a query.
        guild_id: Of the server; None for all servers and the terminal together.
        most: Questions, at most.

    Raises:
        LogUnusableError: If the log cannot be read now.
    """
    guild = "" if guild_id is None else "guild_id = ? AND"
    whose = [] if guild_id is None else [guild_id]
    found: dict[str, str] = {}
    for (question,) in await rows(_RECENT.format(guild=guild), (*whose, _MOST_READ)):
        found.setdefault(" ".join(question.casefold().split()), question)
    return tuple(found.values())[:most]


async def latest_in_channel(rows: Rows, guild_id: int, channel: int, since: datetime) -> str | None:
    """Read the latest question of a channel that everyone there could see; None without any.

    Raises:
        LogUnusableError: If the log cannot be read now.
    """
    found = await rows(_LATEST_IN_CHANNEL, (guild_id, instant(since), channel))
    return found[0]["question"] if found else None


async def quoted_titles(rows: Rows) -> dict[str, str]:
    """Return the titles of documents that the newest answers quoted, by document id.

    Raises:
        LogUnusableError: If the log cannot be read now.
    """
    return {row["source"]: row["title"] for row in await rows(_TITLES, ()) if row["title"]}
