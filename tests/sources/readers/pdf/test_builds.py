"""Slides that build up page by page are served once, with all their pages."""

import pytest
from fpdf import FPDF

from tests.sources.desk import Read, read_raw

_HIVES = (
    "The keepers of the north count their hives twice a year.",
    "A cold winter kills a third of the colonies in the valley.",
    "Honey of the late summer is the darkest of the whole year.",
)


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


def test_what_a_later_step_replaces_is_served_on_its_own_page() -> None:
    deck = _Deck()
    deck.slide("Of hives", *_HIVES[:2], "Is it so?")
    deck.slide("Of hives", *_HIVES[:2], "It is so, and always was.")

    assert sorted(_lines(deck.read())) == sorted(
        [*_HIVES[:2], "Is it so?", "It is so, and always was."]
    )


def test_slides_with_the_same_title_keep_their_titles() -> None:
    deck = _Deck()
    for line in (*_HIVES, "The end of winter is the hardest time for them."):
        deck.slide("Of hives", line)

    assert deck.read().headings == 4 * ["Of hives"]
