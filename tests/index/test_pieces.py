"""Texts that are cut into pieces have the words and terms that they have as a whole."""

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from index.analysis import spaced, tokens
from index.bm25 import Ints
from index.pieces import Vocabulary, analyse

from .shelf import HOSTILE, library

WORDS = st.sampled_from(
    """the KSAs U.S. "U.S.," 1,000. twenty-one, TWENTY-ONE 20kg (1930s) Marie's rock'n'roll' don't
    ``quoted'' a_b _under_ Cafe\u0301 \ufb01sh, \u00bdcup \u6771\u4eac \u0e1b\u0e25\u0e32 \u01c5x
    ISO-8859 x.y.z. ... \u2019tis \u00a0 MRIs IT it
    \u1e9e \u0130stanbul \u2164 .5 5. e.g. NASA's""".split(" ")
)
TEXTS = st.one_of(st.lists(WORDS).map(" ".join), st.text(), HOSTILE)


def spelled(numbers: Ints, words: dict[str, int]) -> list[str]:
    """Words by their numbers."""
    every = list(words)
    return [every[number] for number in numbers.tolist()]


@given(st.lists(TEXTS, max_size=4))
@example(["\u6771\u4eac US", "THE US IT", "the US it", "it"])
def test_a_text_in_pieces_has_the_words_of_the_whole(texts: list[str]) -> None:
    known = Vocabulary()
    for text in texts:
        found = tokens(text)

        pieces = np.fromiter(known.cut(text), np.int32)

        words, sizes = known.words_of(pieces)
        terms, kept = known.terms_of(pieces)
        assert spelled(words, known.words) == [token.word for token in found]
        assert spelled(terms, known.terms) == [t.term for t in found if not t.stop]
        assert (sizes.sum(), kept.sum()) == (len(words), len(terms))


@given(st.one_of(WORDS, st.text(st.characters(categories=["L"]), min_size=1)))
def test_a_word_alone_is_analysed_as_among_others(word: str) -> None:
    among = f"{word} -"

    for shouted in (False, True):
        alone = spaced(word, word, shouted=shouted)
        assert spaced(among, among, shouted=shouted) == alone


@pytest.mark.parametrize("text", ["", "The guild.", "A guild met. A guild sang, and sang."])
def test_each_word_is_counted_once_a_document_in_the_order_it_is_met(text: str) -> None:
    shelf, known = library(text or "-", "A song. The song."), Vocabulary()
    every = [
        (document.text, [p for p in shelf.passages if p.doc_id == doc_id])
        for doc_id, document in shelf.documents.items()
    ]

    found = analyse(every, known)

    first = found.word_sizes[0]
    written = [token.word for token in tokens(text)]
    assert spelled(found.words[:first], known.words) == list(dict.fromkeys(written))
    assert found.word_counts[:first].tolist() == [*map(written.count, dict.fromkeys(written))]
    assert found.word_counts[first:].tolist() == [1, 2, 1]
