"""The questions of a class as a workbook for people: dates that are dates, titles, a summary."""

import io
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Literal

from bot.storage.exports import ExportedQuestion
from bot.text import STATUSES
from sources import Library, Locator, citation_line

if TYPE_CHECKING:
    from xlsxwriter.format import Format as CellFormat
    from xlsxwriter.worksheet import Worksheet

FileFormat = Literal["xlsx", "csv", "json"]
"""Of an export: for people, for other spreadsheets, and for programs."""

_MOST_CELL_CHARS = 32_767  # Excel's limit
_MOST_TOP = 10
_TOP_ASKERS = 5  # as everywhere: fewer would show who asked what
_WIDTHS = {"Asked (UTC)": 17, "Question": 60, "Document": 30, "Quotation": 60, "Answer id": 20}
_WIDTH = 13
_SURFACES = {"slash": "/ask", "mention": "mention", "menu": "menu", "terminal": "terminal"}
_CLOSED = {
    "synonym": "a synonym",
    "pin": "a chosen passage",
    "answer": "an answer of a moderator",
    "source": "a new document",
    "out_of_scope": "out of scope",
    "not_a_question": "not a question",
    "answered": "itself, once answered",
    "done": "a moderator",
}


Libraries = Callable[[int | None], Library | None]
"""Gives the documents of a server, by its id; of the terminal with None."""


def workbook(questions: Sequence[ExportedQuestion], libraries: Libraries) -> bytes:
    """Return an XLSX file with a row for each question, and a second sheet with a summary.

    No cell is run as a formula or opened as a link. Ids are text, for spreadsheets round them.

    Args:
        questions: The oldest first.
        libraries: Have the titles and pages of documents; those they lack go by their file names.
    """
    import xlsxwriter  # noqa: PLC0415  # every command would wait for what few exports need

    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        bold = book.add_format({"bold": True, "bottom": 1})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm", "valign": "top"})
        _questions_sheet(
            book.add_worksheet("Questions"), questions, libraries, (bold, wrapped, moment)
        )
        summary = book.add_worksheet("Summary")
        summary.set_column(0, 0, 60)
        summary.set_column(1, 1, _WIDTH)
        for number, (name, value) in enumerate(_summary(questions, libraries)):
            summary.write_string(number, 0, _cell(name), bold if value is None else wrapped)
            if isinstance(value, datetime):
                summary.write_datetime(number, 1, _naive(value), moment)
            elif value is not None:
                summary.write_number(number, 1, value)
    return file.getvalue()


def _questions_sheet(
    sheet: "Worksheet",
    questions: Sequence[ExportedQuestion],
    libraries: Libraries,
    formats: "tuple[CellFormat, CellFormat, CellFormat]",
) -> None:
    bold, wrapped, moment = formats
    places = cache(lambda guild, source, quote: _place(libraries(guild), source, quote))
    names = [*_texts(questions[0], "", "")] if questions else []
    heads = ["Asked (UTC)", *names, "Helpful", "Not helpful", "Confidence"]
    for column, name in enumerate(heads):
        sheet.set_column(column, column, _WIDTHS.get(name, _WIDTH))
        sheet.write_string(0, column, name, bold)
    for row, one in enumerate(questions, start=1):
        document, place = ("", "")
        if one.source:
            document, place = places(one.guild_id, one.source, one.quote)
        sheet.write_datetime(row, 0, _naive(one.asked_at), moment)
        texts = _texts(one, document, place).values()
        for column, text in enumerate(texts, start=1):
            sheet.write_string(row, column, _cell(text), wrapped)
        numbers = one.helpful, one.unhelpful, one.confidence
        for column, number in enumerate(numbers, start=1 + len(names)):
            sheet.write_number(row, column, round(number, 2))
    sheet.freeze_panes(1, 0)
    if questions:
        sheet.autofilter(0, 0, len(questions), len(heads) - 1)


def _texts(one: ExportedQuestion, document: str, place: str) -> Mapping[str, str]:
    return {
        "Question": one.question,
        "Answer": STATUSES[one.status],
        "Document": document,
        "Place": place,
        "Quotation": " ".join((one.quote or "").split()),
        "Closed by": _CLOSED.get(one.decision or "", one.decision or ""),
        "Asked by": _SURFACES.get(one.surface, one.surface),
        "Limited to": one.scope or "",
        "Asker": one.asker,
        "Answer id": one.answer_id,
        "Server": str(one.guild_id or ""),
    }


def _place(library: Library | None, source: str, quote: str | None) -> tuple[str, str]:
    """Return a document's title, and the page or paragraph of a quotation if it is still there."""
    document = library.documents.get(source) if library else None
    if library is None or document is None:
        return PurePosixPath(source).name, ""
    if not quote:
        return document.title, ""
    for passage in library.passages:
        start = passage.text.find(quote) if passage.doc_id == source else -1
        if start >= 0:
            begin = passage.locator.start + start
            cited = library.citation(passage, Locator(begin, begin + len(quote)))
            place = replace(cited, title="", authors=(), publisher=None, published=None)
            place = replace(place, section=None, passage_pages=None)
            return document.title, citation_line(place).lstrip(", ")
    return document.title, ""


def _naive(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(tzinfo=None)


def _summary(
    questions: Sequence[ExportedQuestion], libraries: Libraries
) -> Iterator[tuple[str, datetime | int | None]]:
    yield "Summary", None
    if questions:
        yield "First question (UTC)", questions[0].asked_at
        yield "Last question (UTC)", questions[-1].asked_at
    yield "Questions", len(questions)
    yield "Askers", len({one.asker for one in questions})
    for status, name in STATUSES.items():
        yield name.capitalize(), sum(one.status == status for one in questions)
    yield "Helpful votes", sum(one.helpful for one in questions)
    yield "Not helpful votes", sum(one.unhelpful for one in questions)
    yield from _top("Documents that answered most", _documents(questions, libraries))
    asked = Counter(one.question for one in questions)
    askers = {
        q: len({o.asker for o in questions if o.question == q}) for q, _ in asked.most_common(50)
    }
    often = Counter({q: asked[q] for q, people in askers.items() if people >= _TOP_ASKERS})
    yield from _top("Asked most", often)


def _documents(questions: Sequence[ExportedQuestion], libraries: Libraries) -> Counter[str]:
    found = (one for one in questions if one.status == "found")
    return Counter(
        _place(libraries(one.guild_id), one.source, None)[0] for one in found if one.source
    )


def _top(head: str, counted: Counter[str]) -> Iterator[tuple[str, int | None]]:
    if counted:
        yield "", None
        yield head, None
    yield from counted.most_common(_MOST_TOP)


def _cell(text: str) -> str:
    return text.encode("utf-8", "replace").decode()[:_MOST_CELL_CHARS]
