"""Form feeds part pages; their heads are no text, and a sentence may go on overleaf."""

import pytest

from tests.sources.desk import read

HEAD = "REPORT ON THE MINES"
TEXTS = (
    "The north shaft flooded in April because the pump had been sold, and the\nmen were brought up",
    "by rope through the old air shaft, which no map showed.",
    "The owners paid no pension to the widows.",
)


def _paged(*pages: str) -> str:
    return "\f".join(f"{page}\n" for page in pages)


def test_a_sentence_reads_on_over_the_running_head() -> None:
    pages = [f"{HEAD}          {n}\n\n{text}" for n, text in enumerate(TEXTS, 1)]

    report = read(_paged(*pages))

    assert report.document.title == HEAD
    assert report.shown == [f"{' '.join(TEXTS[:2])}\n{TEXTS[2]}".replace("the\nmen", "the men")]
    assert [(p.label, p.number) for p in report.document.pages] == [("1", 1), ("2", 2), ("3", 3)]


def test_the_place_of_a_passage_is_the_page_that_it_begins_on() -> None:
    pages = [f"{text}\n\n          - {n} -" for n, text in enumerate(TEXTS, 12)]

    report = read(_paged(*pages), target=60)

    assert [p.locator.page for p in report.passages] == ["12", "14"]
    assert report.left_out == ["- 12 - - 13 - - 14 -"]


def test_heads_of_left_and_right_pages_alternate() -> None:
    pages = [
        f"{f'{n}   The Mill' if n % 2 else f'The Flood   {n}'}\n\nParagraph {n} tells of the dam.\n"
        for n in range(7, 13)
    ]

    report = read(_paged(*pages))

    assert [page.label for page in report.document.pages] == [str(n) for n in range(7, 13)]
    assert "The Mill" not in "\n".join(report.shown)


def test_pages_are_counted_in_roman_numerals_too_and_a_year_is_no_page_number() -> None:
    pages = [f"Mines 1911   {n}\n\nIt was page {n} of it all." for n in ("xi", "xii", "xiii")]

    report = read(_paged(*pages))

    assert [page.label for page in report.document.pages] == ["xi", "xii", "xiii"]


def test_the_title_on_the_first_page_stays_the_title() -> None:
    pages = [f"{HEAD}\n\n{TEXTS[0]}", f"{HEAD}   2\n\n{TEXTS[1]}", f"{HEAD}   3\n\n{TEXTS[2]}"]

    report = read(_paged(*pages))

    assert report.document.title == HEAD
    assert [heading.level for heading in report.document.headings] == [0]


def test_pages_without_heads_are_pages_and_lose_nothing() -> None:
    report = read("\f".join(TEXTS))

    assert [page.label for page in report.document.pages] == ["1", "2", "3"]
    assert report.left_out == []


@pytest.mark.parametrize("text", [TEXTS[2], f"{TEXTS[2]}\n\f", f"\f{TEXTS[2]}\n"])
def test_one_page_is_no_pages(text: str) -> None:
    assert read(text).document.pages == ()
