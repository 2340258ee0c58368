"""Forms of a word that no stemmer brings together have one base."""

import pytest
from spellchecker import SpellChecker

from index.analysis import terms
from index.forms import base_form


@pytest.mark.parametrize(
    ("base", "forms"),
    [
        ("strike", "struck stricken striking"),
        ("go", "went gone goes going"),
        ("mislead", "misled misleads misleading"),
        ("foretell", "foretold"),
        ("rewrite", "rewrote rewritten"),
        ("override", "overrode overridden"),
        ("crisis", "crises"),
        ("fungus", "fungi"),
        ("spectrum", "spectra"),
        ("mitochondrion", "mitochondria"),
        ("tableau", "tableaux"),
        ("wolf", "wolves"),
        ("congressman", "congressmen"),
        ("spokeswoman", "spokeswomen"),
        ("grandchild", "grandchildren"),
        ("free", "freed freeing frees"),
        ("lens", "lenses"),
        ("menu", "menus"),
        ("september", "sep sept"),
    ],
)
def test_all_forms_of_a_word_have_its_term(base: str, forms: str) -> None:
    assert set(terms(forms)) == set(terms(base))


@pytest.mark.parametrize(
    ("one", "other"),
    [("rose", "rise"), ("bound", "bind"), ("lay", "lie"), ("specimen", "man"), ("media", "medium")],
)
def test_a_form_that_is_as_often_another_word_stays_itself(one: str, other: str) -> None:
    assert terms(one) != terms(other)


def test_the_base_of_each_word_is_a_base() -> None:
    words = SpellChecker(language="en", distance=1).word_frequency.keys()

    assert all(base_form(base_form(word)) == base_form(word) for word in words)
