"""The log as files for other programs: CSV for spreadsheets, JSON for everything else."""

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import asdict, fields
from datetime import datetime

from .log_queries_export import ExportedQuestion
from .log_rows import instant

_FORMULA = tuple("=+-@\t\r\n＝＋－＠")  # noqa: RUF001  # wide ones count, too
_BYTE_ORDER_MARK = "\ufeff"  # without it, Excel reads UTF-8 as something else


def export_csv(questions: Sequence[ExportedQuestion]) -> bytes:
    """A table with a head, in UTF-8; no cell of it is run as a formula by a spreadsheet.

    A cell that would be begins with an apostrophe, which spreadsheets know to be no part of it.
    """
    file = io.StringIO()
    file.write(_BYTE_ORDER_MARK)
    writer = csv.writer(file)
    names = [field.name for field in fields(ExportedQuestion)]
    writer.writerow(names)
    for question in questions:
        writer.writerow([_cell(getattr(question, name)) for name in names])
    return file.getvalue().encode("utf-8", "replace")


def export_json(questions: Sequence[ExportedQuestion]) -> bytes:
    """A list of objects in UTF-8."""
    listed = [
        {name: _plain(value) for name, value in asdict(question).items()} for question in questions
    ]
    return json.dumps(listed, ensure_ascii=False, indent=1).encode("utf-8", "replace")


def _cell(value: object) -> object:
    value = _plain(value)
    if isinstance(value, str) and any(v.startswith(_FORMULA) for v in (value, value.lstrip())):
        return f"'{value}"
    return value


def _plain(value: object) -> object:
    return instant(value) if isinstance(value, datetime) else value
