"""Each passage knows in which of its sentences a term stands, and what answers they give."""

import pytest

from index.analysis import terms
from index.matching import Terms
from index.sentences import Sentences

from .shelf import library

TEXT = "Salt was dear. Dear salt came by sea in May 1612. The sea froze, and salt, salt came late."


@pytest.fixture
def sentences() -> Sentences:
    (passage,) = library(TEXT).passages
    return Sentences(
        passage, Terms((), tuple(tuple(terms(TEXT[a:b])) for a, b in passage.sentences))
    )


@pytest.mark.parametrize(
    ("name", "where"),
    [
        ("salt", [(0, 1), (1, 1), (2, 2)]),
        ("sea", [(1, 1), (2, 1)]),
        ("dear salt", [(1, 1)]),
        ("salt came", [(1, 1), (2, 1)]),
        ("dear salt came", [(1, 1)]),
        ("salt salt came", [(2, 1)]),
        ("salt dear came", []),
        ("pepper", []),
        ("black pepper", []),
        ("fine black pepper", []),
    ],
)
def test_a_term_or_phrase_is_told_by_sentence_with_how_often_it_stands_there(
    sentences: Sentences, name: str, where: list[tuple[int, int]]
) -> None:
    assert list(sentences.having(name)) == where


def test_the_length_of_a_sentence_is_that_of_its_terms(sentences: Sentences) -> None:
    assert sentences.lengths == [2, 5, 6]


def test_a_sentence_with_a_year_gives_a_date_whenever_it_is_asked(sentences: Sentences) -> None:
    for _ in range(2):
        assert [sentences.gives("date", n, frozenset()) for n in range(3)] == [False, True, False]


def test_whether_a_name_answers_depends_on_the_question() -> None:
    (passage,) = library("Then came Brandt.").passages
    sentences = Sentences(passage, Terms((), (("came", "brandt"),)))

    assert sentences.gives("person", 0, frozenset({"who", "came"}))
    assert not sentences.gives("person", 0, frozenset({"who", "brandt"}))
