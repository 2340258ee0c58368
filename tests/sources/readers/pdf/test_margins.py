"""Numbers of lines are left out of the text, those of lists and tables are not."""

from sources.readers.pdf.margins import without_line_numbers
from sources.readers.pdf.values import Omission, Page, Segment

_LINES = (
    "The keepers of the northern valley counted",
    "their hives twice a year, and wrote down what",
    "they had found. In winter nobody went there,",
    "for the frost had killed all of the colonies",
    "in one single night. They began again in May",
    "with swarms from the south, which were sold",
    "at the market of the town, and at a price that",
    "few could pay. So it went on for many years",
    "until the meadows were ploughed.",
)


def _page(lines: tuple[str, ...], numbers: list[int], x: float = 50.0) -> Page:
    text = [_segment(words, 80, i) for i, words in enumerate(lines)]
    counted = [_segment(str(n), x - 5 * len(str(n)), i) for i, n in enumerate(numbers) if n]
    return Page(1, "", (*counted, *text))


def _segment(words: str, x: float, row: int) -> Segment:
    return Segment(words, x, x + 5 * len(words), 100 + 12 * row, 10)


def test_numbers_beside_lines_of_running_text_are_left_out_and_reported() -> None:
    page = without_line_numbers(_page(_LINES, list(range(1, 10))))

    assert [s.text for s in page.segments] == list(_LINES)
    assert page.omissions == tuple(Omission(str(n), "it numbers the lines") for n in range(1, 10))


def test_a_number_at_each_fifth_line_is_left_out_on_the_right_as_well() -> None:
    numbers = [5 if i == 0 else 10 if i == 5 else 15 if i == 8 else 0 for i in range(9)]

    page = without_line_numbers(_page(_LINES, numbers, 400))

    assert [s.text for s in page.segments] == list(_LINES)


def test_numbers_of_questions_stay() -> None:
    questions = tuple(f"How many hives were there in 19{n:02}?" for n in range(12))
    page = _page(questions, list(range(1, 13)))

    assert without_line_numbers(page) == page


def test_numbers_in_a_table_stay() -> None:
    lines = tuple(f"hives in the valley {n}" for n in range(12))
    page = _page(lines, [12, 30, 14, 15, 40, 2, 19, 77, 31, 5, 6, 90])

    assert without_line_numbers(page) == page
