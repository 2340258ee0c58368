"""Passages repeat what they would repeat if what is searched were all that there is."""

from collections.abc import Collection
from unittest.mock import patch

from hypothesis import example, given
from hypothesis import strategies as st

from index import LibraryIndex, View

from .shelf import library
from .test_view import parted

WORDS = [f"word{number}" for number in range(30)]


def changed(places: Collection[int]) -> str:
    """The same words but for some: two of these repeat each other if they differ in two words."""
    words = (f"other{n}" if n in places else word for n, word in enumerate(WORDS))
    return f"{' '.join(words)}."


PASSAGES = st.sets(st.integers(0, 11), max_size=5).map(changed)
TEXTS = st.lists(PASSAGES, min_size=1, max_size=3).map("\n\n".join)
DOC_IDS = st.sets(st.sampled_from([f"{number}.txt" for number in range(1, 7)]))
CHAIN = [changed(places) for places in ([], [2, 4], [2, 4, 6, 8])]
CROWD = [
    changed(places)
    for places in ([1, 7], [2, 3, 4, 9], [1, 2, 3, 8], [3, 4, 7, 11], [0], [3, 7, 10, 11], [])
]


@given(st.lists(TEXTS, max_size=6), DOC_IDS, DOC_IDS, st.sampled_from([1, 2, 20]))
@example(CHAIN, set(), {"2.txt", "3.txt"}, 20)  # what the last but one repeats is not there
@example(CROWD, set(), {f"{number}.txt" for number in range(2, 8)}, 1)
def test_passages_of_a_scope_repeat_what_they_would_without_the_others(
    texts: list[str], second: set[str], chosen: set[str], crowd: int
) -> None:
    with patch("index.near_duplicates.CROWD", crowd), patch("index.repeats.CROWD", crowd):
        view = View([LibraryIndex.build(part) for part in parted(library(*texts), second)])
        scope = view.within(chosen)
        expected = LibraryIndex.build(scope.library).originals.tolist()
        every = range(len(expected))

        at_once = scope.originals(every)
        one_by_one = [view.within(chosen).originals([number]) for number in reversed(every)]

    assert at_once == expected
    assert [number for [number] in reversed(one_by_one)] == expected


def test_what_was_compared_in_a_scope_is_known_as_long_as_there_is_room() -> None:
    shelf = library(changed([]), changed([3]), "Bees dance.", "Wasps sing.", "A bird.")
    scope = View([LibraryIndex.build(shelf)]).within({"1.txt", "2.txt", "4.txt", "5.txt"})

    with patch("index.repeats._REMEMBERED", 1):
        found = [scope.originals([number, 0]) for number in range(4)]

    assert found == [[0, 0], [0, 0], [2, 0], [3, 0]]
