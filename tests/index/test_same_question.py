"""Questions that ask the same are put together, whether or not the library has their words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index import Searcher, group_questions

from .shelf import HOSTILE, whole_shelf

ASKED = [
    "When was the harbour of Valdora flooded?",
    "when was valdoras harbour flooded",
    "what year was the harbor of Valdora flooded",
    "why was the harbour of Valdora flooded?",
    "who won the battle of stalingrad",
    "stallin grad battle, who won",
    "homewrok due when",
    "when is the homework due",
]


@pytest.fixture(scope="module")
def searcher() -> Searcher:
    return Searcher(whole_shelf())


def test_groups_come_in_the_order_of_their_first_question(searcher: Searcher) -> None:
    assert group_questions(ASKED, searcher) == [[0, 1, 2], [3], [4, 5], [6, 7]]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("who built the lighthouse?", "the lighthouse: who built it??"),
        ("who built the lighthouse", "hey guys pls tell me who built the lighthouse lol"),
        ("who built the lighthouse", "who built the lighthuose"),
        ("when did the guild begin", "what year did the guild begin"),
        ("zorblax", "zorblaks"),
        ("zorblax quagga", "zorblaxquagga"),
        ("stalingrad", "stallin grad"),
        ("Quetzalcoatl temple", "quetzal coatl temple"),
        ("why was the canal of Quorm dug", "why was the cannal of quorm dug?"),
        ("VFG", "what is the Valdoran Fishing Guild"),
        ("???", "🐝"),
        ("who was it", "Who was it?"),
        ("when is the exam", "hi, can you tell me when the exam is please?"),
    ],
)
@pytest.mark.parametrize("turned", [False, True])
def test_these_ask_the_same(searcher: Searcher, one: str, other: str, *, turned: bool) -> None:
    asked = [other, one] if turned else [one, other]

    assert group_questions(asked, searcher) == [[0, 1]]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("who built the lighthouse", "when was the lighthouse built"),
        ("who built the lighthouse", "who destroyed the lighthouse"),
        ("who built the lighthouse of Valdora", "who built the lighthouse of Torvik"),
        ("what happened before the flood", "what happened after the flood"),
        ("did the guild sell herring", "didn't the guild sell herring"),
        ("how do bees dance", "what do bees dance"),
        ("what happened in 1605", "what happened in 1711"),
        ("who was Brandt", "who was Marrack"),
        ("homework", "housework"),
        ("when is the exam please", "when is the homework please"),
        ("zorblax", "quagga"),
        ("who was it", "where was it"),
        ("first king of Quorm", "last king of Quorm"),
        ("the eggs of a queen", "the dance of a queen"),
    ],
)
def test_these_ask_something_else(searcher: Searcher, one: str, other: str) -> None:
    assert group_questions([one, other], searcher) == [[0], [1]]


def test_questions_in_the_same_words_are_one_group_wherever_they_stand(searcher: Searcher) -> None:
    assert group_questions(["zorblax", "eggs", "zorblax"], searcher) == [[0, 2], [1]]


def test_without_questions_there_are_no_groups(searcher: Searcher) -> None:
    assert group_questions([], searcher) == []


@given(st.lists(HOSTILE | st.sampled_from(ASKED), max_size=8))
def test_every_question_is_in_one_group_and_always_in_the_same(
    searcher: Searcher, questions: list[str]
) -> None:
    groups = group_questions(questions, searcher)

    assert sorted(place for group in groups for place in group) == list(range(len(questions)))
    assert all(group == sorted(group) for group in groups)
    assert groups == sorted(groups)
    assert groups == group_questions(questions, searcher)
