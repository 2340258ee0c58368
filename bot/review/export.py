"""The log as files for other programs: CSV for spreadsheets, JSON for everything else.

Each file is an opening, a part for each question and an ending, so that it can be written without
being in memory as a whole. Its columns are the attributes of `ExportedQuestion`.
"""

import csv
import io
import json
import re
from collections.abc import AsyncIterable, Callable, Iterable, Sequence
from dataclasses import asdict, fields
from typing import Literal

from bot.log.export_queries import ExportedQuestion
from bot.log.rows import instant

Format = Literal["csv", "json"]

_NAMES = [field.name for field in fields(ExportedQuestion)]
_BYTE_ORDER_MARK = "\ufeff"  # without it, Excel reads UTF-8 as something else

# What a spreadsheet may run: a cell that begins so, be it behind spaces, quotes or the like; and
# what follows a semicolon or a line end, where many take a new cell to begin.
_SIGNS = "=+\\-@＝＋－＠"  # noqa: RUF001  # wide ones count, too
_BEFORE_FORMULA = re.compile(rf"^(?=\W*[{_SIGNS}\t\r\n])|(?<=[;\t\r\n])(?=\W*[{_SIGNS}])")


def export(questions: Iterable[ExportedQuestion], kind: Format) -> bytes:
    """A file in UTF-8: a table with a head, no cell of which is run as a formula, or a list.

    In the list, each question is an object on a line of its own.
    """
    parts = (_part(question, kind, number) for number, question in enumerate(questions))
    return b"".join((_opening(kind), *parts, _ending(kind)))


async def write_export(
    questions: AsyncIterable[ExportedQuestion], kind: Format, write: Callable[[bytes], object]
) -> int:
    """Write questions as they come.

    Args:
        questions: Any number.
        kind: Of the file.
        write: Takes the file, part by part.

    Returns:
        How many there were.
    """
    number = 0
    write(_opening(kind))
    async for question in questions:
        write(_part(question, kind, number))
        number += 1
    write(_ending(kind))
    return number


def guarded(cell: str) -> str:
    """A cell that no spreadsheet runs: an apostrophe is put before whatever it would.

    Without apostrophes that stand so, it is as before; nothing else is changed.
    """
    return _BEFORE_FORMULA.sub("'", cell)


def _opening(kind: Format) -> bytes:
    return (_BYTE_ORDER_MARK.encode() + _row(_NAMES)) if kind == "csv" else b"["


def _part(question: ExportedQuestion, kind: Format, number: int) -> bytes:
    values = asdict(question) | {"asked_at": instant(question.asked_at)}
    if question.guild_id is not None:  # as Discord gives ids, for many programs round large numbers
        values["guild_id"] = str(question.guild_id)
    if kind == "csv":
        return _row([guarded(v) if isinstance(v, str) else v for v in values.values()])
    written = json.dumps(values, ensure_ascii=False).encode("utf-8", "replace")
    return (b",\n" if number else b"\n") + written


def _ending(kind: Format) -> bytes:
    return b"" if kind == "csv" else b"\n]\n"


def _row(cells: Sequence[object]) -> bytes:
    line = io.StringIO()
    csv.writer(line).writerow(cells)
    return line.getvalue().encode("utf-8", "replace")
