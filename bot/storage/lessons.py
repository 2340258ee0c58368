"""What moderators taught: synonyms, pins, answers of their own, corrections and so on."""

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from sources import Correction

from .database import Rows
from .entries import Statement, instant, new_id
from .masking import masked

MOST_OF_A_KIND = 500
"""Synonyms, pins and so on of one server."""

_MOST_CHARS = 1000
# What moderators type is stored as what students type: without addresses, numbers and ids.
_Words = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=_MOST_CHARS),
    AfterValidator(lambda words: masked(words)[:_MOST_CHARS]),
]


MOST_ANSWER_CHARS = 2000
"""Characters of an answer that the class wrote."""

_Text = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=MOST_ANSWER_CHARS)
]


class Lesson(BaseModel):
    """One thing that a moderator taught.

    Attributes:
        id: Identifies it.
        fix: The id of the decision that added it, shared with whatever else was added by it.
        by: A pseudonym; "" once the moderator was deleted.
        at: In UTC.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(default_factory=new_id)
    fix: str = Field(default_factory=new_id)
    by: str
    at: datetime


class OwnSynonym(Lesson):
    """Words that are interchangeable."""

    words: tuple[_Words, ...]


class PinnedPassage(Lesson):
    """The passage that answers a question: its place, and its text."""

    question: _Words
    source: str
    start: int
    text: str


class GoldenQuestion(Lesson):
    """A question whose answer is known to be right, for rehearsals.

    Attributes:
        source: The document that answers.
        quote: Words that the answer must show; empty for a question out of scope.
    """

    question: _Words
    source: str
    quote: str


class OutsideQuestion(Lesson):
    """A question out of scope, and what to say to it."""

    question: _Words
    sentence: _Words


class ClassAnswer(Lesson):
    """An answer in the words of somebody in the class.

    Attributes:
        author: A name or role, as the writer chose it.
        written: The day, in UTC.
        link: To the message; "" if it was written in a form.
        writer: The pseudonym of the member whose message it is; "" for the moderator's own words.
    """

    question: _Words
    text: _Text
    author: _Words
    written: date
    link: str = ""
    writer: str = ""


class CorrectedCitation(Lesson):
    """Title, authors and date of one of the server's own documents, as moderators want them."""

    source: str
    correction: Correction


class ServerChoices(Lesson):
    """What moderators chose for their server; the newest one counts.

    Attributes:
        silent: Ids of the channels in which mentions are not answered.
        private: Whether answers are private unless the asker wishes otherwise.
        moderator_role: Id of the role whose members moderate, too.
        retention_days: How long questions are stored; None for as long as the operator allows.
    """

    silent: tuple[int, ...] = ()
    private: bool = False
    moderator_role: int | None = None
    retention_days: int | None = None


class Lessons(BaseModel):
    """All lessons of one server; replaced as a whole, never changed.

    Attributes:
        proposals: Answers whose writers have not agreed yet; nobody is shown them.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    synonyms: tuple[OwnSynonym, ...] = ()
    pins: tuple[PinnedPassage, ...] = ()
    golden: tuple[GoldenQuestion, ...] = ()
    outside: tuple[OutsideQuestion, ...] = ()
    answers: tuple[ClassAnswer, ...] = ()
    proposals: tuple[ClassAnswer, ...] = ()
    corrections: tuple[CorrectedCitation, ...] = ()
    choices: tuple[ServerChoices, ...] = ()

    @property
    def chosen(self) -> ServerChoices:
        """The choices that count."""
        return self.choices[-1] if self.choices else _NO_CHOICES

    @property
    def every(self) -> tuple[Lesson, ...]:
        """All of them."""
        return tuple(one for field, _ in KINDS.values() for one in getattr(self, field))

    @property
    def heeded(self) -> "Lessons":
        """Those that change answers."""
        return self.model_copy(update={"golden": (), "proposals": (), "choices": ()})

    def without_fix(self, fix: str) -> "Lessons":
        """Return the lessons without those that one decision added."""
        fields = (field for field, _ in KINDS.values())
        kept = {name: tuple(x for x in getattr(self, name) if x.fix != fix) for name in fields}
        return self.model_copy(update=kept)


_NO_CHOICES = ServerChoices(by="", at=datetime.min.replace(tzinfo=UTC))

KINDS: Mapping[str, tuple[str, type[Lesson]]] = {
    "synonym": ("synonyms", OwnSynonym),
    "pin": ("pins", PinnedPassage),
    "golden": ("golden", GoldenQuestion),
    "out_of_scope": ("outside", OutsideQuestion),
    "answer": ("answers", ClassAnswer),
    "proposal": ("proposals", ClassAnswer),
    "correction": ("corrections", CorrectedCitation),
    "choices": ("choices", ServerChoices),
}
"""By the name of the kind in the database: the field of `Lessons`, and the class."""

_COMMON = {"id", "fix", "by", "at"}
_SELECT = """
    SELECT guild_id, kind, id, fix, actor AS "by", at, content FROM lesson
    WHERE :guild IS NULL OR guild_id = :guild ORDER BY guild_id, number
"""
_RETENTION = """
    SELECT guild_id, json_extract(content, '$.retention_days') AS days FROM lesson
    WHERE kind = 'choices' AND days IS NOT NULL
"""
_INSERT = """
    INSERT INTO lesson (id, fix, guild_id, kind, at, actor, content) VALUES (?, ?, ?, ?, ?, ?, ?)
"""
_DELETE = "DELETE FROM lesson WHERE id = ?"


async def read_lessons(rows: Rows, guild_id: int | None = None) -> dict[int, Lessons]:
    """Read the lessons of each server that has some, or of one of them.

    Raises:
        LogUnusableError: If the database cannot be read now.
    """
    found: dict[int, dict[str, list[object]]] = {}
    for row in await rows(_SELECT, {"guild": guild_id}):
        field, kind = KINDS[row["kind"]]
        common = {name: row[name] for name in _COMMON}
        lesson = kind.model_validate({**common, **json.loads(row["content"])})
        found.setdefault(row["guild_id"], {}).setdefault(field, []).append(lesson)
    return {guild_id: Lessons.model_validate(fields) for guild_id, fields in found.items()}


async def chosen_retention(rows: Rows) -> dict[int, int]:
    """Return for how many days servers store questions, of those that chose that.

    Raises:
        LogUnusableError: If the database cannot be read now.
    """
    return {row["guild_id"]: row["days"] for row in await rows(_RETENTION, ())}


def lesson_changes(guild_id: int, before: Lessons, after: Lessons) -> Iterator[Statement]:
    """Return the statements that turn the lessons of a server into others."""
    for kind, (field, _) in KINDS.items():
        old: tuple[Lesson, ...] = getattr(before, field)
        new: tuple[Lesson, ...] = getattr(after, field)
        old_ids, new_ids = ({one.id for one in lessons} for lessons in (old, new))
        yield from ((_DELETE, (one.id,)) for one in old if one.id not in new_ids)
        for one in new:
            if one.id not in old_ids:
                yield _INSERT, _row(guild_id, kind, one)


def _row(guild_id: int, kind: str, lesson: Lesson) -> tuple[object, ...]:
    content = lesson.model_dump_json(exclude=_COMMON)
    return lesson.id, lesson.fix, guild_id, kind, instant(lesson.at), lesson.by, content
