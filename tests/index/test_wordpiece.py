"""Text -> numbers of word pieces."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.wordpiece import WordPieces

VOCABULARY = [
    "[CLS]",
    "[SEP]",
    "[UNK]",
    "un",
    "##aff",
    "##able",
    "affable",
    "eclair",
    ",",
    "中",
    "s",
]


@pytest.fixture(scope="module")
def pieces(tmp_path_factory: pytest.TempPathFactory) -> WordPieces:
    path = tmp_path_factory.mktemp("tokenizer") / "tokenizer.json"
    numbers = {word: number for number, word in enumerate(VOCABULARY)}
    path.write_text(json.dumps({"model": {"vocab": numbers}}), "utf-8")
    return WordPieces(path, 8)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("affable", ["affable"]),
        ("unaffable", ["un", "##aff", "##able"]),  # the longest piece first
        ("ÉCLAIR", ["eclair"]),
        ("éclair,affable", ["eclair", ",", "affable"]),
        ("中中", ["中", "中"]),
        ("aff\u00adable\0", ["affable"]),
        ("unknown affable", ["[UNK]", "affable"]),
        ("s" * 101, ["[UNK]"]),
        ("s s s s s s s s", ["s"] * 6),  # cut off, with its end
    ],
)
def test_words_are_cut_into_the_longest_known_pieces(
    pieces: WordPieces, text: str, expected: list[str]
) -> None:
    numbers = pieces.numbers(text)

    assert [VOCABULARY[number] for number in numbers] == ["[CLS]", *expected, "[SEP]"]


@given(st.text(st.characters(codec=None)))
def test_any_text_has_numbers_of_the_vocabulary(pieces: WordPieces, text: str) -> None:
    numbers = pieces.numbers(text)

    assert 2 <= len(numbers) <= 8
    assert all(0 <= number < len(VOCABULARY) for number in numbers)
