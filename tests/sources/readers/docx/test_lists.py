"""The numbers that Word sets before headings and list entries."""

import pytest

from tests.sources.desk import read_raw
from tests.sources.files import WORD, run, word_markup


def level(place: int, pattern: str, style: str = "decimal", more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{place}"><w:start w:val="1"/><w:numFmt w:val="{style}"/>{more}'
        f'<w:lvlText w:val="{pattern}"/></w:lvl>'
    )


def numbering(*levels: str, more: str = "", nums: str = "") -> tuple[str, str]:
    kind = f'<w:abstractNum w:abstractNumId="7">{"".join(levels)}</w:abstractNum>'
    num = '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
    return "numbering", f"<w:numbering {WORD}>{kind}{more}{num}{nums}</w:numbering>"


def entry(words: str, place: int = 0, num: str = "1") -> str:
    settings = f'<w:ilvl w:val="{place}"/><w:numId w:val="{num}"/>'
    return f"<w:p><w:pPr><w:numPr>{settings}</w:numPr></w:pPr>{run(words)}</w:p>"


def lines(body: str, *parts: tuple[str, str]) -> list[str]:
    named = {f"{kind}.xml": (kind, content) for kind, content in parts}
    return read_raw(word_markup(body, named), "mill.docx").document.text.splitlines()


LEVELS = (
    level(0, "%1."),
    level(1, "%1.%2", "lowerLetter"),
    level(2, "(%3)", "lowerRoman"),
)


def test_levels_count_and_start_again_under_each_higher_one() -> None:
    places = (0, 0, 1, 1, 2, 1, 0, 1)
    body = "".join(entry(f"Entry {i}.", place) for i, place in enumerate(places))

    assert lines(body, numbering(*LEVELS)) == [
        "1. Entry 0.",
        "2. Entry 1.",
        "2.a Entry 2.",
        "2.b Entry 3.",
        "(i) Entry 4.",
        "2.c Entry 5.",
        "3. Entry 6.",
        "3.a Entry 7.",
    ]


def test_a_level_above_that_is_missing_counts_as_begun() -> None:
    body = entry("Deep.", 1) + entry("High.", 0)

    assert lines(body, numbering(*LEVELS)) == ["1.a Deep.", "2. High."]


def test_lists_of_one_kind_count_on_unless_they_start_anew() -> None:
    start = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    nums = (
        '<w:num w:numId="2"><w:abstractNumId w:val="7"/></w:num>'
        f'<w:num w:numId="3"><w:abstractNumId w:val="7"/>{start}</w:num>'
    )
    body = "".join(entry(f"In {num}.", num=num) for num in ("1", "2", "3", "3", "1"))

    assert lines(body, numbering(*LEVELS, nums=nums)) == [
        "1. In 1.",
        "2. In 2.",
        "5. In 3.",
        "6. In 3.",
        "7. In 1.",
    ]


@pytest.mark.parametrize(
    ("levels", "shown"),
    [
        (level(0, "Article %1:", "upperRoman"), ["Article I: A", "Article II: B"]),
        (level(0, "\uf0b7", "bullet"), ["A", "B"]),
        (level(0, "%1)", "hebrew1"), ["A", "B"]),  # nothing is better than a wrong number
        (level(0, "Rule %1", "hebrew1"), ["A", "B"]),
        (level(0, "%1)", "decimal", '<w:suff w:val="nothing"/>'), ["1)A", "2)B"]),
        (level(0, "%1)", "decimal", "<w:rPr><w:vanish/></w:rPr>"), ["A", "B"]),
        (level(0, "§", "none"), ["A", "B"]),
    ],
)
def test_a_number_is_written_as_its_level_says(levels: str, shown: list[str]) -> None:
    assert lines(entry("A") + entry("B"), numbering(levels)) == shown


def test_an_entry_without_a_level_is_at_the_first() -> None:
    body = entry("A") + entry("B").replace('<w:ilvl w:val="0"/>', "")

    assert lines(body, numbering(*LEVELS)) == ["1. A", "2. B"]


def test_a_level_may_never_start_again_or_be_all_in_digits() -> None:
    levels = (
        level(0, "%1", "upperRoman"),
        level(1, "%1.%2", "decimal", '<w:lvlRestart w:val="0"/><w:isLgl/>'),
    )
    body = entry("A") + entry("B", 1) + entry("C") + entry("D", 1)

    assert lines(body, numbering(*levels)) == ["I A", "1.1 B", "II C", "2.2 D"]


def test_styles_of_headings_bring_their_numbers() -> None:
    def style(place: int, more: str = "") -> str:
        return (
            f'<w:style w:type="paragraph" w:styleId="H{place}"><w:name w:val="heading {place}"/>'
            f'<w:pPr><w:numPr>{more}<w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        )

    own = (
        '<w:style w:type="paragraph" w:styleId="Own"><w:name w:val="My heading"/>'
        '<w:basedOn w:val="H2"/></w:style>'
    )
    styles = ("styles", f"<w:styles {WORD}>{style(1)}{style(2)}{own}</w:styles>")
    linked = (
        level(0, "%1", more='<w:pStyle w:val="H1"/>'),
        level(1, "%1.%2", more='<w:pStyle w:val="H2"/>'),
    )
    body = "".join(
        f'<w:p><w:pPr><w:pStyle w:val="{named}"/></w:pPr>{run(words)}</w:p><w:p>{run(text)}</w:p>'
        for named, words, text in (
            ("H1", "General", "These rules are for all."),
            ("H1", "Attendance", "It is taken each day."),
            ("H2", "Absence", "Bring a note."),
            ("Own", "Lateness", "Stay in the afternoon."),
        )
    )
    parts = {"styles.xml": styles, "numbering.xml": numbering(*linked)}
    read = read_raw(word_markup(body, parts), "rules.docx")

    assert [(h.level, h.text) for h in read.document.headings][1:] == [
        (1, "2 Attendance"),
        (2, "2.1 Absence"),
        (2, "2.2 Lateness"),
    ]
    assert read.passages[-1].locator.section == "2.2 Lateness"


def test_a_paragraph_can_be_taken_out_of_the_list_of_its_style() -> None:
    assert lines(entry("A") + entry("B", num="0"), numbering(*LEVELS)) == ["1. A", "", "B"]


def test_a_style_of_lists_stands_for_a_list() -> None:
    list_style = (
        '<w:style w:type="numbering" w:styleId="L"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr>'
        "</w:pPr></w:style>"
    )
    styles = ("styles", f"<w:styles {WORD}>{list_style}</w:styles>")
    kind = '<w:abstractNum w:abstractNumId="8"><w:numStyleLink w:val="L"/></w:abstractNum>'
    nums = '<w:num w:numId="2"><w:abstractNumId w:val="8"/></w:num>'

    found = lines(entry("A", num="2"), styles, numbering(*LEVELS, more=kind, nums=nums))

    assert found == ["1. A"]


def test_a_number_is_no_sentence_and_no_part_of_one() -> None:
    parts = {"numbering.xml": numbering(level(0, "Article %1."))}
    body = entry("Every pupil comes on time. Nobody sleeps.")
    passage = read_raw(word_markup(body, parts), "rules.docx").passages[0]

    assert passage.text.startswith("Article 1. Every")
    assert [passage.text[start:end] for start, end in passage.sentences] == [
        "Every pupil comes on time.",
        "Nobody sleeps.",
    ]
