"""Passages that say the same in nearly the same words are found, however many there are."""

from itertools import pairwise
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.bm25 import Ints, Keys
from index.near_duplicates import Sketches, band_order, originals, sharing, signatures, term_hash

WORDS = frozenset(f"word{number}" for number in range(40))


def changed(count: int) -> frozenset[str]:
    """The same words but for some, which are others."""
    return WORDS - {f"word{n}" for n in range(count)} | {f"other{n}" for n in range(count)}


def signed(passages: list[list[list[str]]]) -> Keys:
    """The signatures of passages, given as the terms of their parts."""
    parts = [part for passage in passages for part in passage]
    hashes = np.array([term_hash(term) for part in parts for term in part], np.uint64)
    sizes = [np.array([*map(len, some)], np.int32) for some in (parts, passages)]
    return signatures(hashes, *sizes)


def in_any_order(passages: list[frozenset[str]]) -> Keys:
    """The signatures of passages, given as their terms alone."""
    return signed([[[term] for term in sorted(passage)] for passage in passages])


def repeated(passages: list[frozenset[str]]) -> list[int]:
    """For each passage, given as its terms in any order, the first one that it repeats."""
    first: list[int] = originals(in_any_order(passages), passages.__getitem__).tolist()
    return first


@pytest.mark.parametrize(
    ("passages", "first"),
    [
        ([], []),
        ([WORDS, WORDS, WORDS], [0, 0, 0]),
        ([frozenset({"bee"}), WORDS, changed(2)], [0, 1, 1]),  # 38 of 42 in common
        ([WORDS, changed(8)], [0, 1]),  # 32 of 48
        ([frozenset(), frozenset()], [0, 1]),  # without words there is nothing to repeat
    ],
)
def test_a_passage_repeats_the_first_that_has_four_of_five_of_their_terms(
    passages: list[frozenset[str]], first: list[int]
) -> None:
    assert repeated(passages) == first


@given(st.lists(st.frozensets(st.sampled_from("abcdef"), min_size=1), max_size=12))
def test_what_is_repeated_stands_before_and_repeats_nothing_itself(
    passages: list[frozenset[str]],
) -> None:
    first = repeated(passages)

    assert all(place <= number for number, place in enumerate(first))
    assert all(first[place] == place for place in first)
    assert [first[passages.index(passage)] for passage in passages] == first


def test_a_thousand_passages_of_one_pattern_are_not_all_held_against_each_other() -> None:
    pattern = [f"common{number}" for number in range(70)]
    passages = [
        frozenset((*pattern, *(f"{number} {n}" for n in range(12)))) for number in range(1000)
    ]

    with patch("index.near_duplicates._alike", return_value=False) as compared:
        repeated(passages)

    assert compared.call_count <= 1000 * 200


@given(st.lists(st.frozensets(st.sampled_from("abcd"), min_size=1), max_size=12), st.integers(0, 9))
def test_passages_that_share_a_value_with_others_are_found_by_their_order(
    passages: list[frozenset[str]], cut: int
) -> None:
    every = in_any_order(passages)
    mine, others = every[:cut], every[cut:]

    found = sharing(mine, band_order(mine), others)

    assert found.tolist() == [n for n, one in enumerate(mine) if (others == one).any()]


PARTS = st.lists(st.lists(st.sampled_from("abcd"), max_size=4), max_size=3)


@given(st.lists(PARTS, max_size=6), st.sampled_from([1, 3, 1 << 14]))
def test_a_signature_depends_on_the_terms_and_pairs_of_its_passage_alone(
    passages: list[list[list[str]]], at_once: int
) -> None:
    alone = [signed([passage])[0].tolist() for passage in passages]
    names = [frozenset((*_terms(passage), *_pairs(passage))) for passage in passages]

    with patch("index.near_duplicates._AT_ONCE", at_once):
        together = signed(passages).tolist()

    assert together == alone
    every = [*zip(alone, names, strict=True)]
    assert all(a == b for a, x in every for b, y in every if x == y)


def test_signatures_stay_the_same_for_ever() -> None:
    found = signed([[["guild", "sell", "her"], [], ["salt"]], []])

    assert found[0, :2].tolist() == [10638373514836074577, 695643596352406496]
    assert set(found[1].tolist()) == {9650476407759157752}


SENTENCES = st.lists(st.integers(0, 50), min_size=3, max_size=12)


@given(st.data(), st.lists(SENTENCES, min_size=4, max_size=9), st.sampled_from([5, 1 << 14]))
def test_sketches_spare_comparisons_and_change_nothing(
    data: st.DataObject, known: list[list[int]], at_once: int
) -> None:
    some = st.lists(st.sampled_from(known), max_size=9)
    passages = [
        known,
        *data.draw(st.lists(some, max_size=8)),
        *data.draw(st.lists(SENTENCES.map(lambda one: [*known[1:], one]), max_size=8)),
    ]
    every = np.array([1] * len(passages), np.uint64)[:, None].repeat(10, axis=1)

    with patch("index.near_duplicates._AT_ONCE", at_once):
        drawn = Sketches([numbered(passages[:3]), numbered(passages[3:])])

    names = [frozenset((*_words(passage), *_neighbors(passage))) for passage in passages]
    alone = originals(every, names.__getitem__).tolist()
    assert originals(every, names.__getitem__, drawn=drawn).tolist() == alone


def test_passages_with_little_in_common_are_not_compared() -> None:
    one, other = (
        [[place + n for n in range(20)] for place in places] for places in [(0, 100), (0, 200)]
    )

    found = Sketches([numbered([one, other, one])])

    assert found.maybe_alike(2, [0, 1]) == [0]


def numbered(passages: list[list[list[int]]]) -> tuple[Ints, Ints, Ints]:
    """Passages, given as the numbers of the terms of their parts, as sketches are made of."""
    parts = [part for passage in passages for part in passage]
    tokens = np.array([term for part in parts for term in part], np.int32)
    sizes = [np.array([*map(len, every)], np.int32) for every in (parts, passages)]
    return tokens, sizes[0], sizes[1]


def _words(passage: list[list[int]]) -> list[int]:
    return [term for part in passage for term in part]


def _neighbors(passage: list[list[int]]) -> list[int]:
    return [-1 - (a << 32 | b) for part in passage for a, b in pairwise(part)]


def _terms(passage: list[list[str]]) -> list[str]:
    return [term for part in passage for term in part]


def _pairs(passage: list[list[str]]) -> list[str]:
    return [f"{a} {b}" for part in passage for a, b in pairwise(part)]
