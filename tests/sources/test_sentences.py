"""Sentences end where a reader ends them, and nothing is lost between them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.draft import Block, BlockKind
from sources.sentences import Sentence, find_sentences, split_sentences


def _split(text: str) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text, 0, len(text))]


@pytest.mark.parametrize(
    "sentence",
    [
        "Dr. Lind met Mrs. Stone and Prof. Ada Bell in St. Ives.",
        "The U.S. Navy came, i.e. its bees did.",
        "See p. 14, vol. 3, no. 5 and ca. 1950 for more.",
        "J. F. Miller kept bees, e.g. black ones, etc. and wasps.",
        "It hums at 3.5 m/s, not at 2.",
        "“Is it the bridge?” asked Bo.",
        '"Come in!" he said.',
        "The keeper waited... and waited.",
        "They were very close (Lind 14).",
        'She called it "a flute." (Stone 45)',
        "Wind makes it sing.[12]",
    ],
)
def test_a_sentence_with_abbreviations_quotes_or_citations_is_one_sentence(sentence: str) -> None:
    assert _split(f"{sentence} Then it ended.") == [sentence, "Then it ended."]


def test_notes_without_capitals_have_sentences_too() -> None:
    assert _split("bees dance at noon. they hum. why? nobody knows.") == [
        "bees dance at noon.",
        "they hum.",
        "why?",
        "nobody knows.",
    ]


def test_a_line_end_inside_a_paragraph_ends_no_sentence() -> None:
    assert _split("The bridge\nsings in\nthe wind. We listen.") == [
        "The bridge\nsings in\nthe wind.",
        "We listen.",
    ]


@pytest.mark.parametrize("mark", ["• ", "- ", "12. ", "(3) ", "a) ", "> ", "> > ", "> - "])
def test_a_list_mark_belongs_to_no_sentence(mark: str) -> None:
    assert _split(f"{mark}Bees dance. They hum.") == ["Bees dance.", "They hum."]


def test_a_sentence_that_is_cut_off_ends_where_the_text_ends() -> None:
    assert _split("It sang. In the year 1923, when the") == [
        "It sang.",
        "In the year 1923, when the",
    ]


def test_a_very_long_paragraph_is_split_at_its_sentence_ends() -> None:
    text = "The bees dance at noon near the bridge. " * 1000

    assert set(_split(text)) == {"The bees dance at noon near the bridge."}


@given(st.text(alphabet=st.sampled_from("ab A.!?\"“”'()[]>*-1…。\n\t\u00a0")) | st.text())
def test_any_text_is_covered_by_ordered_disjoint_sentences(text: str) -> None:
    spans = split_sentences(text, 0, len(text))

    ends = [0, *(edge for span in spans for edge in span)]
    assert ends == sorted(ends)
    assert all(start < end for start, end in spans)
    covered = "".join(text[start:end] for start, end in spans)
    # Only a mark at the very beginning may stand outside.
    assert "".join(text.split()).endswith("".join(covered.split()))


def _found(*kinds: BlockKind) -> list[Sentence]:
    """The sentences of blocks of these kinds, of one sentence each."""
    line = "It sings. "
    blocks = [Block(n * len(line), (n + 1) * len(line) - 1, kind) for n, kind in enumerate(kinds)]
    return find_sentences(line * len(kinds), blocks, [None] * len(kinds))


def test_notes_share_no_passage_with_the_text_before_or_after_them() -> None:
    parts = [one.part for one in _found("paragraph", "paragraph", "note", "note", "paragraph")]

    assert parts == [1, 1, 2, 2, 3]


def test_a_passage_ends_before_a_list_rather_than_between_its_entries() -> None:
    text, paragraph, first, second = (
        one.cost for one in _found("paragraph", "paragraph", "entry", "entry")
    )

    assert first < text == paragraph < second


def test_a_paragraph_of_any_length_is_cut_between_its_sentences_only() -> None:
    sentences = [f"Line {number} tells of the wind and of the bridge." for number in range(400)]

    assert _split(" ".join(sentences)) == sentences
