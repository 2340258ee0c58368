"""Numbers of headings and list entries in OpenDocument texts."""

import pytest

from tests.sources.desk import read_raw
from tests.sources.files import text_markup


def level(place: int, style: str = "1", suffix: str = ".", shown: int = 1) -> str:
    return (
        f'<text:list-level-style-number text:level="{place}" style:num-format="{style}"'
        f' style:num-suffix="{suffix}" text:display-levels="{shown}"/>'
    )


NUMBERS = f'<text:list-style style:name="N">{level(1)}{level(2, "a", ")", 2)}</text:list-style>'


def item(words: str, *inner: str, more: str = "") -> str:
    return f"<text:list-item {more}><text:p>{words}</text:p>{''.join(inner)}</text:list-item>"


def listed(*items: str, more: str = "") -> str:
    return f'<text:list text:style-name="N" {more}>{"".join(items)}</text:list>'


def inner(*items: str) -> str:
    return f"<text:list>{''.join(items)}</text:list>"


def lines(body: str, styles: str = NUMBERS) -> list[str]:
    text = read_raw(text_markup(body, styles=styles), "mill.odt").document.text
    return [line for line in text.splitlines() if line]


def test_levels_count_and_start_again_under_each_higher_entry() -> None:
    body = listed(item("A", inner(item("B"), item("C"))), item("D", inner(item("E"))))

    assert lines(body) == ["1. A", "1.a) B", "1.b) C", "2. D", "2.a) E"]


def test_lists_begin_anew_unless_they_continue_another() -> None:
    body = "".join(
        (
            listed(item("A"), item("B")),
            listed(item("C")),
            listed(item("D"), more='text:continue-numbering="true"'),
            listed(item("E", more='text:start-value="7"')),
        )
    )

    assert lines(body) == ["1. A", "2. B", "1. C", "2. D", "7. E"]


def test_a_list_may_continue_a_certain_one_at_a_lower_level() -> None:
    begun = listed(item("A", inner(item("B"))), more='xml:id="first"')
    wrapped = f"<text:list-item>{inner(item('C'))}</text:list-item>"
    continued = listed(wrapped, more='text:continue-list="first"')

    assert lines(begun + "<text:p>Between.</text:p>" + continued) == [
        "1. A",
        "1.a) B",
        "Between.",
        "1.b) C",
    ]


def test_only_the_first_paragraph_of_an_entry_has_a_number() -> None:
    body = listed("<text:list-item><text:p>A</text:p><text:p>B</text:p></text:list-item>")

    assert lines(body) == ["1. A", "B"]


@pytest.mark.parametrize(
    ("style", "line"),
    [
        ('<text:list-level-style-bullet text:level="1" text:bullet-char="•"/>', "A"),
        (level(1, "Native Numbering"), "A"),  # nothing is better than a wrong number
        (level(1, "一, 二, 三, ...", "、"), "一、 A"),
        (level(1, "").replace("list-level", "list-level"), "A"),
        (
            (
                '<text:list-level-style-number text:level="1" style:num-format="I"'
                ' style:num-list-format="Article %1%:"/>'
            ),
            "Article I: A",
        ),
    ],
)
def test_a_number_is_written_as_its_level_says(style: str, line: str) -> None:
    styles = f'<text:list-style style:name="N">{style}</text:list-style>'

    assert lines(listed(item("A")), styles) == [line]


def test_headings_are_numbered_by_the_outline_unless_they_are_taken_out_of_it() -> None:
    outline = "".join(
        f'<text:outline-level-style text:level="{place}" style:num-format="1"'
        f' text:display-levels="{place}"/>'
        for place in (1, 2)
    )
    styles = (
        f'<text:outline-style style:name="Outline">{outline}</text:outline-style>'
        '<style:style style:name="Free" style:family="paragraph" style:list-style-name=""/>'
    )
    body = "".join(
        f'<text:h text:outline-level="{place}" {more}>{words}</text:h><text:p>Text.</text:p>'
        for place, words, more in (
            (1, "General", ""),
            (1, "Attendance", ""),
            (2, "Absence", ""),
            (1, "Thanks", 'text:style-name="Free"'),
            (1, "Conduct", ""),
        )
    )

    found = [line for line in lines(body, styles) if line != "Text."]
    assert found == ["1 General", "2 Attendance", "2.1 Absence", "Thanks", "3 Conduct"]
