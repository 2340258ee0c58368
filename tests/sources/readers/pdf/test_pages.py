"""Unreadable pages are named like scans; slides that build up, and line numbers, are cleaned."""

import pytest
from fpdf import FPDF

from sources.problems import NotServedError
from sources.readers.pdf.pages import without_line_numbers
from sources.readers.pdf.text import is_named
from sources.readers.pdf.values import Omission, Page, Segment
from tests.sources.desk import Read, read_raw
from tests.sources.pdf_files import Typesetter, raw_pdf, shown_at, stream, tale

_TEXT = [
    "The keepers of the northern valley counted",
    "their hives twice a year, and wrote down what",
    "they had found. In winter nobody went there.",
]
_CODES = range(32, 127)
# A font of pictures, whose names are in no list.
_NAMELESS = (
    "/Subtype /Type3 /FontBBox [0 0 500 700] /FontMatrix [.001 0 0 .001 0 0] /FirstChar 32"
    f" /LastChar 126 /Widths [{' '.join(['500'] * len(_CODES))}]"
    f" /Encoding << /Differences [32 {' '.join(f'/g{code}' for code in _CODES)}] >>"
    f" /CharProcs << {' '.join(f'/g{code} 5 0 R' for code in _CODES)} >>"
)
_PICTURE = stream("500 0 0 0 400 700 d1 0 0 400 700 re f")
_HIVES = (
    "The keepers of the north count their hives twice a year.",
    "A cold winter kills a third of the colonies in the valley.",
    "Honey of the late summer is the darkest of the whole year.",
)
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


def _set(lines: list[str], shift: int = 0) -> str:
    shifted = ["".join(chr((ord(c) - 32 + shift) % 95 + 32) for c in line) for line in lines]
    return " ".join(shown_at(40, 300 - 14 * i, line) for i, line in enumerate(shifted))


def test_a_font_that_names_no_letters_makes_a_file_no_better_than_a_scan() -> None:
    raw = raw_pdf(_set(_TEXT, 31), font=_NAMELESS, objects=[_PICTURE])

    with pytest.raises(NotServedError, match="Its only page has no readable text"):
        read_raw(raw, "hives.pdf")


def test_such_a_font_is_read_if_its_codes_make_words() -> None:
    raw = raw_pdf(_set(_TEXT), font=_NAMELESS, objects=[_PICTURE])

    assert read_raw(raw, "hives.pdf").shown == [" ".join(_TEXT)]


def test_a_font_that_names_wrong_letters_makes_a_page_no_better_than_a_scan() -> None:
    cipher = {code: chr((code - 32 + 31) % 95 + 32) for code in _CODES}
    raw = raw_pdf(_set(_TEXT), unicode=cipher)

    with pytest.raises(NotServedError, match="Its only page has no readable text"):
        read_raw(raw, "hives.pdf")


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Výbava na přání", True),
        ("Faktura wystawiona w systemie", True),
        ("Checkliste Service", True),
        ("0 2 4 6 8 10", True),
        ("みんなのおのおののなか", True),
        ("9ROXPHV", False),
        ("RUPV) WXDO[RQWH&LJDWXUHV", False),
        ("᧒ᥱᦎᦫ", False),
        ("7>< -0)1$< 3'4 -%)!", False),
        ("ģ", False),
    ],
)
def test_letters_of_a_nameless_font_count_if_they_make_words(text: str, *, named: bool) -> None:
    assert is_named(text) is named


class _Deck:
    def __init__(self) -> None:
        self.pdf = FPDF(unit="pt", format=(400.0, 300.0))

    def slide(self, title: str, *lines: str, foot: str = "") -> None:
        self.pdf.add_page()
        self.pdf.set_font("Helvetica", size=18)
        self.pdf.text(30, 40, title)
        self.pdf.set_font("Helvetica", size=11)
        for i, line in enumerate(lines):
            self.pdf.text(30, 90 + 30 * i, line)
        self.pdf.set_font("Helvetica", size=7)
        self.pdf.text(350, 290, foot)

    def read(self) -> Read:
        return read_raw(bytes(self.pdf.output()), "hives.pdf")


def _lines(read: Read) -> list[str]:
    return [line for shown in read.shown for line in shown.split("\n")]


def test_each_step_of_a_slide_is_left_out_and_the_last_one_served() -> None:
    deck = _Deck()
    for n in range(4):
        deck.slide("Of hives", *_HIVES[:n])
    deck.slide("Of meadows", "Clover grows where the meadows were never ploughed.")

    read = deck.read()

    assert _lines(read) == [*_HIVES, "Clover grows where the meadows were never ploughed."]
    assert read.headings == ["Of hives", "Of meadows"]
    assert "".join(read.left_out).count(_HIVES[0]) == 2
    assert {span.reason for span in read.document.left_out} == {
        "a later step of the same slide repeats it"
    }


def test_a_slide_has_the_labels_of_all_its_pages() -> None:
    deck = _Deck()
    deck.slide("Of meadows", "Clover grows where the meadows were never ploughed.")
    for n in range(1, 4):
        deck.slide("Of hives", *_HIVES[:n])

    assert [p.locator.page for p in deck.read().passages] == ["1", "2–4"]


@pytest.mark.parametrize("foot", ["{}", "{}/3"])
def test_numbers_printed_on_slides_count_slides_not_pages(foot: str) -> None:
    deck = _Deck()
    for number, line in enumerate(_HIVES, 1):
        for n in range(2):
            deck.slide(
                f"Part {number} of it all", *(line, "And more.")[: n + 1], foot=foot.format(number)
            )

    assert [p.locator.page for p in deck.read().passages] == ["1", "2", "3"]


def test_nothing_goes_on_from_one_slide_to_the_next() -> None:
    deck = _Deck()
    deck.slide("Of meadows", "Clover grows where the meadows were never ploughed.")
    deck.slide("Of hives", "They hum and sing in the spring.")
    deck.slide("", "The queen does not.")
    deck.slide("Of wasps", "Nobody keeps them.")

    read = deck.read()

    assert [(p.locator.page, p.shown().split()[0]) for p in read.passages] == [
        ("1", "Clover"),
        ("2", "They"),
        ("3", "The"),
        ("4", "Nobody"),
    ]


def test_what_a_later_step_replaces_is_served_on_its_own_page() -> None:
    deck = _Deck()
    deck.slide("Of hives", *_HIVES[:2], "Is it so?")
    deck.slide("Of hives", *_HIVES[:2], "It is so, and always was.")

    assert sorted(_lines(deck.read())) == sorted(
        [*_HIVES[:2], "Is it so?", "It is so, and always was."]
    )


def test_a_page_of_prose_that_comes_twice_is_no_slide() -> None:
    pages = Typesetter(foot="{}")
    for size in (12, 24):
        pages.page()
        pages.heading("Of hives", size)
        for n in range(8):
            pages.paragraph(tale(n))
    pages.paragraph(tale(30))

    labels = [page.label for page in read_raw(pages.output(), "b.pdf").document.pages]

    assert labels == ["1", "2"]


def test_slides_with_the_same_title_keep_their_titles() -> None:
    deck = _Deck()
    for line in (*_HIVES, "The end of winter is the hardest time for them."):
        deck.slide("Of hives", line)

    assert deck.read().headings == 4 * ["Of hives"]


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
