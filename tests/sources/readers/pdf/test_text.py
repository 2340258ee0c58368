"""A hyphen at a line's end goes where only the line's end put it, and stays in compounds."""

import pytest

from sources.readers.pdf.text import LineJoiner

_DOCUMENT = [
    "Khrushchev was a self-made man, and a well-known one, who liked co-operation",
    "and had state ministers, owned farms and a Sozialismus of his own.",
]


@pytest.mark.parametrize(
    ("line", "following", "joined"),
    [
        ("the revolu-", "tion of", "the revolution of"),
        ("under-", "stand", "understand"),
        ("Khru-", "shchev", "Khrushchev"),
        ("a self-", "made man", "a self-made man"),
        ("co-", "operation", "co-operation"),
        ("state-", "owned", "state-owned"),
        ("long-", "term", "long-term"),
        ("mother-in-", "law", "mother-in-law"),
        ("Franco-", "Prussian", "Franco-Prussian"),
        ("INDUS-", "TRY", "INDUSTRY"),
        ("pre-", "and post-war", "pre- and post-war"),
        ("1914-", "1918", "1914-1918"),
        ("1914–", "1918", "1914–1918"),
        ("it was —", "or so", "it was — or so"),
        ("it was—", "or so", "it was—or so"),
        ("the", "bees", "the bees"),
    ],
)
def test_two_lines_become_one(line: str, following: str, joined: str) -> None:
    assert LineJoiner(_DOCUMENT).before(line, following) + following == joined


def test_half_a_word_on_the_next_line_is_no_word_of_the_document() -> None:
    lines = ["they were heard by Gorba-", "chev and, addition-", "aly, by nobody"]

    joiner = LineJoiner(lines)

    assert joiner.before(*lines[:2]) == "they were heard by Gorba"
    assert joiner.before(*lines[1:]) == "chev and, addition"


def test_a_hyphen_stays_where_no_line_of_many_ends_in_the_middle_of_a_word() -> None:
    line, following = "a state of non-", "cooperation in the remote north"
    lines = [*(f"line {n} of the text" for n in range(40)), line, following]

    assert LineJoiner(lines).before(line, following) == line
    assert LineJoiner([*lines, "the revolu-", "tion"]).before(line, following) == line[:-1]
