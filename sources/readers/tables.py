"""Tables with cells that span rows and columns: each row as it reads on its own."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

_MOST = 1000  # columns or rows that a cell may span


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table.

    Attributes:
        words: Its text.
        columns: How many columns it spans.
        rows: How many rows it spans, its own included.
        continues: It only continues the cell above, as Word and PowerPoint mark it.
    """

    words: str
    columns: int = 1
    rows: int = 1
    continues: bool = False


def spread_rows(rows: Iterable[Sequence[Cell]]) -> Iterator[tuple[str, ...]]:
    """Yield the words of each row from left to right.

    A cell that spans several rows is repeated in each of them, so that a row read alone says what
    it belongs to. A cell that spans columns is there once. A row that has no words of its own is
    skipped.
    """
    above: dict[int, _Spanning] = {}
    for row in rows:
        placed = _place(row, above)
        if any(cell.words.strip() for cell in row if not cell.continues):
            yield tuple(placed[column].words for column in sorted(placed))
        above = placed


@dataclass(frozen=True, slots=True)
class _Spanning:
    """The words of a cell, or "" in its further columns, and how many rows it still spans."""

    words: str
    rows: int


def _place(row: Sequence[Cell], above: Mapping[int, _Spanning]) -> dict[int, _Spanning]:
    """Put the cells of a row into columns, around those that come down from the row above."""
    placed: dict[int, _Spanning] = {}
    cells = iter(row)
    column = 0
    while True:
        upper = above.get(column)
        if upper is not None and upper.rows > 0:
            placed[column] = _Spanning(upper.words, upper.rows - 1)
            column += 1
            continue
        cell = next(cells, None)
        if cell is None:
            # Cells from above may also follow the last cell of the row.
            if column >= max(above, default=-1):
                return placed
            column += 1
            continue
        if cell.continues:
            placed[column] = _Spanning(upper.words if upper else "", 0)
        else:
            placed[column] = _Spanning(cell.words, min(cell.rows, _MOST) - 1)
        for further in range(column + 1, column + min(cell.columns, _MOST)):
            placed[further] = _Spanning("", placed[column].rows)
        column += min(max(cell.columns, 1), _MOST)
