"""The workbook of questions: dates are dates, ids and words are text, and a summary follows."""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings

from bot.services.spreadsheet import workbook
from bot.storage.exports import ExportedQuestion
from index import Searcher
from sources import Library
from tests.bot.answers import HOSTILE
from tests.bot.services.test_reports_export import EXPORTED

NAMES = {"": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
MOMENT = 46295 + 8 / 24  # days since 30 December 1899


def _sheets(content: bytes) -> Iterator[list[list[str | float]]]:
    """The cells of each sheet, row by row; numbers as numbers."""
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        shared = ET.fromstring(file.read("xl/sharedStrings.xml"))  # noqa: S314  # our own
        texts = ["".join(item.itertext()) for item in shared.findall("si", NAMES)]
        for number in (1, 2):
            sheet = ET.fromstring(file.read(f"xl/worksheets/sheet{number}.xml"))  # noqa: S314
            assert not [*sheet.iter(f"{{{NAMES['']}}}f")]  # no formula
            assert not [*sheet.iter(f"{{{NAMES['']}}}hyperlink")]
            yield [
                [_value(cell, texts) for cell in row.findall("c", NAMES)]
                for row in sheet.iterfind("sheetData/row", NAMES)
            ]


def _value(cell: ET.Element, texts: list[str]) -> str | float:
    value = cell.findtext("v", "", NAMES)
    return texts[int(value)] if cell.get("t") == "s" else float(value or 0)


def _rows(questions: list[ExportedQuestion], library: Library) -> list[dict[str, str | float]]:
    (heads, *rows), _ = _sheets(workbook(questions, lambda _: library))
    return [dict(zip(map(str, heads), row, strict=True)) for row in rows]


def test_row_has_a_date_the_title_the_place_and_ids_as_text(library: Library) -> None:
    quote = Searcher(library).answer("What do drones do?").quotes[0].text
    asked = replace(EXPORTED, guild_id=10**18, quote=quote, decision="out_of_scope")

    (row,) = _rows([asked], library)

    assert row["Asked (UTC)"] == pytest.approx(MOMENT)
    assert (row["Document"], row["Place"]) == ("On Bees", "par. 2")
    assert (row["Answer"], row["Closed by"]) == ("answered", "out of scope")
    assert (row["Server"], row["Answer id"]) == (str(10**18), EXPORTED.answer_id)
    assert (row["Helpful"], row["Confidence"]) == (1, 0.5)


def test_document_that_is_gone_goes_by_its_file_name(library: Library) -> None:
    (row,) = _rows([replace(EXPORTED, source="week 1/ants.pdf", quote="Ants.")], library)

    assert (row["Document"], row["Place"]) == ("ants.pdf", "")


def test_second_sheet_sums_up(library: Library) -> None:
    people = [replace(EXPORTED, asker=f"{number}") for number in range(5)]
    alone = replace(EXPORTED, question="Mine?", status="none", source=None, quote=None)

    _, summary = _sheets(workbook([*people, alone], lambda _: library))

    cells = {row[0]: row[1] for row in summary if len(row) > 1}
    assert cells["First question (UTC)"] == cells["Last question (UTC)"] == pytest.approx(MOMENT)
    assert (cells["Questions"], cells["Askers"], cells["No answer"]) == (6, 6, 1)
    assert (cells["On Bees"], cells[EXPORTED.question]) == (5, 5)
    assert "Mine?" not in cells


@settings(max_examples=30)
@given(HOSTILE)
def test_no_text_is_run_or_breaks_the_file(text: str) -> None:
    asked = replace(EXPORTED, question=f"=1+1{text}", quote=text, source=text or "a", scope=text)

    (heads, row), _ = _sheets(workbook([asked], lambda _: None))

    assert str(row[heads.index("Question")]).startswith("=1+1")
