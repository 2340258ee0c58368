"""Of each candidate it is known in which of its sentences a term or phrase stands."""

import pytest

from index.sentences import Sentences

SALT, DEAR, CAME, SEA, MAY, LATE, PEPPER = range(7)
SENTENCES = [[SALT, DEAR], [DEAR, SALT, CAME, SEA, MAY], [SEA, SALT, SALT, CAME, LATE], []]


@pytest.mark.parametrize(
    ("name", "where"),
    [
        ([SALT], [(0, 1), (1, 1), (2, 2)]),
        ([SEA], [(1, 1), (2, 1)]),
        ([DEAR, SALT], [(1, 1)]),
        ([SALT, CAME], [(1, 1), (2, 1)]),
        ([DEAR, SALT, CAME], [(1, 1)]),
        ([SALT, SALT, CAME], [(2, 1)]),
        ([SALT, DEAR, CAME], []),
        ([PEPPER], []),
        ([DEAR, PEPPER], []),
        ([CAME, DEAR], []),
    ],
)
def test_a_term_or_phrase_is_told_by_sentence_with_how_often_it_stands_there(
    name: list[int], where: list[tuple[int, int]]
) -> None:
    assert list(Sentences(SENTENCES).having(name)) == where


def test_the_length_of_a_sentence_is_that_of_its_terms() -> None:
    assert Sentences(SENTENCES).lengths == [2, 5, 5, 0]
