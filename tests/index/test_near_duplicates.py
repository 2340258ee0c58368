"""Passages that say the same in nearly the same words are found, however many there are."""

from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.near_duplicates import BANDS, band_order, originals, sharing, signature

WORDS = frozenset(f"word{number}" for number in range(40))


def changed(count: int) -> frozenset[str]:
    """The same words but for some, which are others."""
    return WORDS - {f"word{n}" for n in range(count)} | {f"other{n}" for n in range(count)}


def repeated(passages: list[frozenset[str]]) -> list[int]:
    """For each passage, given as its terms in any order, the first one that it repeats."""
    signatures = [signature([[term] for term in sorted(passage)]) for passage in passages]
    every = np.array(signatures, np.uint64).reshape(-1, BANDS)
    first: list[int] = originals(every, passages.__getitem__).tolist()
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
    signatures = [signature([[term] for term in sorted(passage)]) for passage in passages]
    every = np.array(signatures, np.uint64).reshape(-1, BANDS)
    mine, others = every[:cut], every[cut:]

    found = sharing(mine, band_order(mine), others)

    assert found.tolist() == [n for n, one in enumerate(mine) if (others == one).any()]
