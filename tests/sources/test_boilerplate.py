"""A run that stands again is found, at its later places only."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.boilerplate import repeated, word_key

LONG = "the bees dance at noon near the old bridge"
LONGER = " ".join(f"w{i}" for i in range(40))


def test_a_key_is_the_words_alone() -> None:
    assert word_key("Ann’s  “hut”,\u00a0\n1949!") == word_key("ann's hut — 1949")
    assert word_key(" *** ") == ""


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        ([], []),
        ([LONG, "so", LONG], [False, False, True]),
        (["yes", LONG, "no", "yes", LONG, "no", "end"], [False] * 3 + [True] * 3 + [False]),
        ([LONG, "", "hum", LONG, "", "hum"], [False] * 3 + [True] * 3),
        (["a", "b", "c", LONG, "d", "a", "b", "c", LONG], [False] * 5 + [True] * 4),
        ([*["a", "b"] * 30, LONG, "d", *["a", "b"] * 30, LONG], [False] * 62 + [True] * 61),
        (["a", "b", "c", LONG, "d", "a", "e", "c", LONG], [False] * 7 + [True] * 2),
        (["yes", "no", "yes", "no"], [False] * 4),
        (["", "", ""], [False] * 3),
        ([LONG, LONG, LONG], [False, True, True]),
        ([*LONGER.split(), *LONGER.split()], [False] * 40 + [True] * 40),
    ],
)
def test_runs_with_a_long_key_or_many_words_are_repeated(
    keys: list[str], expected: list[bool]
) -> None:
    assert repeated(keys, longest=8) == expected


def test_without_a_length_for_one_key_only_forty_words_together_count() -> None:
    assert repeated([LONG, "so", LONG]) == [False] * 3
    assert repeated([LONGER, "so", LONGER]) == [False, False, True]


@given(st.lists(st.sampled_from(["", "a", "b c", LONG, f"{LONG} {LONG}"])))
def test_long_keys_are_kept_exactly_once_at_their_first_place(keys: list[str]) -> None:
    flags = repeated(keys, longest=8)

    kept = [key for key, flag in zip(keys, flags, strict=True) if not flag]
    assert len(flags) == len(keys)
    for key in {LONG, f"{LONG} {LONG}"} & set(keys):
        assert kept.count(key) == 1
        assert not flags[keys.index(key)]
