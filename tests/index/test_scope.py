"""Members of spans are numbered on end to end."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from index.bm25 import Ints
from index.scope import Spans

MEMBERS = st.sets(st.integers(0, 40))


def ints(numbers: "set[int] | list[int]") -> Ints:
    """Numbers, ascending."""
    return np.array(sorted(numbers), np.int32)


@given(MEMBERS, MEMBERS)
def test_members_of_spans_are_told_from_others(inside: set[int], some: set[int]) -> None:
    spans, found = Spans.having(ints(inside)), ints(some)

    assert spans.have(found).tolist() == [member in inside for member in sorted(some)]
    assert found[spans.places(found)].tolist() == sorted(inside & some)


@given(MEMBERS)
def test_members_and_their_numbers_in_spans_know_each_other(inside: set[int]) -> None:
    spans, numbers = Spans.having(ints(inside)), np.arange(len(inside), dtype=np.int32)

    assert len(spans) == len(inside)
    assert spans.every().tolist() == spans.there(numbers).tolist() == sorted(inside)
    assert spans.here(ints(inside)).tolist() == numbers.tolist()
    assert spans.is_one == (bool(inside) and max(inside) - min(inside) < len(inside))


@given(st.lists(st.integers(0, 3), min_size=1, max_size=12), st.data())
def test_what_members_have_is_in_spans_again(sizes: list[int], data: st.DataObject) -> None:
    inside = data.draw(st.sets(st.integers(0, len(sizes) - 1)))
    starts = np.cumsum([0, *sizes]).astype(np.int32)

    spans = Spans.having(ints(inside)).of_members(starts)

    expected = [n for member in sorted(inside) for n in range(starts[member], starts[member + 1])]
    assert spans.every().tolist() == expected
    assert spans.there(np.arange(len(expected), dtype=np.int32)).tolist() == expected
