"""Names in questions that are a document's author."""

import pytest

from index.analysis import terms
from index.authors import is_author

AUTHORS = ("Isolde van Marrack", "University of Torvik", "Ann Bell and Carl Dow")


@pytest.mark.parametrize(
    "name", ["van Marrack", "Isolde van Marrack", "University of Torvik", "Bell", "Carl Dow"]
)
def test_a_family_name_names_an_author_alone_or_with_given_names(name: str) -> None:
    assert is_author(" ".join(terms(name)), AUTHORS)


@pytest.mark.parametrize("name", ["Isolde", "Torvik", "Carl", "Oderic Bell", "flood"])
def test_a_given_name_or_a_part_of_a_group_s_name_names_nobody(name: str) -> None:
    assert not is_author(" ".join(terms(name)), AUTHORS)


def test_a_document_without_authors_is_by_nobody() -> None:
    assert not is_author("bell", ())
