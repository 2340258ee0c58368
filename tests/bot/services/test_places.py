"""A page or section is found by the name that people give it."""

import pytest

from bot.services.places import find_place, named_places
from sources import Document, Heading, PageBreak

TEXT = "Bees\nThey dance.\nWinter\nThey shiver.\nWinter\nAgain."
DOCUMENT = Document(
    doc_id="bees.pdf",
    title="Bees",
    text=TEXT,
    sha256="0" * 64,
    headings=(
        Heading(start=0, end=4, level=1, text="Bees"),
        Heading(start=17, end=23, level=1, text="Winter"),
        Heading(start=37, end=43, level=1, text="Winter"),
    ),
    pages=(PageBreak(start=0, label="xi", number=1), PageBreak(start=17, label="12", number=2)),
)


@pytest.mark.parametrize(
    ("typed", "start"),
    [
        ("XI", 0),
        ("12", 17),
        ("p. 12", 17),
        (" winter ", 17),
        ("wint…", 17),
        ("99", None),
        (" ", None),
    ],
)
def test_page_or_section_is_found_by_its_name(typed: str, start: int | None) -> None:
    assert find_place(DOCUMENT, typed) == start


def test_sections_are_named_before_pages_and_each_name_once() -> None:
    assert named_places(DOCUMENT) == {"Bees": 0, "Winter": 17, "p. xi": 0, "p. 12": 17}
