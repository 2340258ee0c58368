"""`pullquote cite`: a quotation from the documents with its reference."""

import json
from pathlib import Path

import pytest

from tests.bot.shelf import complaint, run

RIGHT = "Karl von Frisch decoded the waggle dance in Austria."
LETTERS = """---
title: Letters on bees
authors: [Ada Keeper and Ben Ali Hive]
published: 2019-10-01
publisher: Comb Press
---

Drones never dance, and they wait for a young queen.
"""

pytestmark = pytest.mark.usefixtures("shelf", "quick")


@pytest.fixture(autouse=True)
def letters(shelf: Path) -> None:
    """Add a document of two authors in one field."""
    (shelf / "letters.md").write_text(LETTERS, "utf-8")


def test_quotation_is_cited_in_each_style_with_both_authors() -> None:
    shown = run("cite", "Drones", "never", "dance")

    assert shown.exit_code == 0
    assert shown.stdout == (
        "MLA 9\n"
        "In your text: “Drones never dance” (Keeper and Hive).\n"
        "Works cited: Keeper, Ada, and Ben Ali Hive. Letters on Bees. Comb Press, 1 Oct. 2019.\n"
        "Set in italics: Letters on Bees\n"
        "\n"
        "APA 7\n"
        "In your text: “Drones never dance” (Keeper & Hive, 2019, para. 1).\n"
        "References: Keeper, A., & Hive, B. A. (2019, October 1). Letters on bees. Comb Press.\n"
        "Set in italics: Letters on bees\n"
        "\n"
        "Chicago 17\n"
        "In your text: “Drones never dance”¹\n"
        "Footnote: Ada Keeper and Ben Ali Hive, Letters on Bees (Comb Press, October 1, 2019).\n"
        "Bibliography: Keeper, Ada, and Ben Ali Hive. Letters on Bees. Comb Press, "
        "October 1, 2019.\n"
        "Set in italics: Letters on Bees\n"
    )
    assert shown.stderr == "The source doesn't name: page. Look it up and add it.\n"


def test_one_style_can_be_chosen() -> None:
    assert run("cite", "--style", "apa", "Drones never dance").stdout.startswith("APA 7\n")


def test_reference_managers_get_nothing_but_their_format() -> None:
    (item,) = json.loads(run("cite", "--style", "csl-json", "Drones never dance").stdout)
    entry = run("cite", "--style", "bibtex", "Drones never dance").stdout

    assert [author["family"] for author in item["author"]] == ["Keeper", "Hive"]
    assert "author = {Keeper, Ada and Hive, Ben Ali}" in entry
    assert entry.startswith("@book{")


@pytest.mark.parametrize(
    "arguments",
    [(RIGHT.replace("waggle", "round"),), ("--source", "owls.txt", RIGHT), ("Owls read maps",)],
)
def test_what_no_source_says_word_for_word_is_explained_and_not_cited(
    arguments: tuple[str, ...],
) -> None:
    shown = run("cite", "--style", "bibtex", *arguments)

    assert (shown.exit_code, shown.stdout) == (1, "")
    assert shown.stderr.splitlines()[0] in {
        "Not word for word",
        "Word for word, but somewhere else",
        "Not in the sources",
    }


def test_a_quotation_has_to_be_given() -> None:
    assert complaint("cite", " ").startswith("pullquote: Give a quotation, as in cite ")
